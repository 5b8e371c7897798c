// What is good to know, leaving and the cover: fetched when somebody asks for one of them.
import { one, say, text } from "./dom.ts";
import { fetchOnce } from "./parts.ts";
import { show } from "./views.ts";

/** Shows one of its views; where the line does not answer, the page says so and stays as it is. */
export async function openKnow(view: string): Promise<void> {
  const said = one("#foot-said");
  try {
    await fetchOnce("/know");
  } catch {
    return say(said, text("back.line"));
  }
  if (!document.body.firstChild) return; // the page was left meanwhile, and stays blank
  say(said);
  show(view);
}
