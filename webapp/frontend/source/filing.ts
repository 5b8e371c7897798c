// The page's side of photos and files: what their script borrows, and the way into it.
import { element, text } from "./dom.ts";
import { endsToo } from "./engine-client.ts";
import type { FilesKit } from "./files/page.ts";
import { pageKit } from "./kit.ts";
import { showStopped } from "./numbers.ts";
import * as parts from "./parts.ts";
import { scriptAddress } from "./policy.ts";

const kit: FilesKit = {
  ...pageKit,
  showStopped,
  scriptAddress,
  endsToo,
  redrawThread: () => parts.thread.part?.redraw(),
};

let complaint: HTMLElement | undefined;

/** From wherever somebody is; where the line does not answer, it says so beside the button. */
export async function openFiles(_: string, button: Element): Promise<void> {
  complaint?.remove();
  try {
    (await parts.files.load(kit)).open();
  } catch {
    complaint = element("p", text("back.line"));
    complaint.className = "error";
    complaint.setAttribute("role", "alert");
    button.after(complaint);
  }
}
