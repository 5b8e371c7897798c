// Over every view a line that says how far the files are, and the buttons under the list of them.
import { one, say, text } from "../dom.ts";
import type { Item, Of, Standing } from "./page.ts";
import type { Progress } from "./progress.ts";
import { percent, timeLeft } from "./saying.ts";
import { sizeOf } from "./what.ts";

export interface ShownFiles {
  items: readonly Item[];
  progress: Progress;
  standing: Standing;
}

const count = (items: readonly Item[], state: Item["state"]) =>
  items.filter((item) => item.state === state).length;

/** What is said of files that are not on their way, the most important first. */
const LINES: readonly (readonly [Item["state"], string])[] = [
  ["refused", "not"],
  ["asks", "asks"],
  ["waiting", "waiting"],
  ["sent", "sent"],
];

/** What is on its way, in words; empty where nothing is. */
function onItsWay({ progress, standing }: ShownFiles): string {
  if (standing.paused) return text("files.paused");
  if (standing.kept) return text("files.kept");
  const { number: n, all, done, length } = progress;
  const sent = text("files.bar.sending", {
    n,
    of: all.length,
    percent: percent(done / Math.max(1, length)),
  });
  return `${sent} ${timeLeft(progress.left(Date.now()))}`.trim();
}

/** The one line about all files: first what is on its way, then what came to nothing, then what waits. */
function lineOf(shown: ShownFiles): string {
  const { items, progress } = shown;
  if (progress.isOn) return onItsWay(shown);
  const found = LINES.find(([state]) => count(items, state) > 0);
  return found ? text(`files.bar.${found[1]}`, { n: count(items, found[0]) }) : "";
}

/** What is worth saying aloud: that it begins or stands still, each quarter, and how it ended. */
function spokenOf(shown: ShownFiles): string {
  const line = lineOf(shown);
  const { progress, standing } = shown;
  const isMoving = progress.isOn && !standing.paused && !standing.kept && progress.done > 0;
  return isMoving && !progress.isQuarter() ? "" : line;
}

export function drawBar(bar: HTMLElement, shown: ShownFiles, view: string): void {
  const line = lineOf(shown);
  one("[data-files]", bar).hidden = line === "" || view === "files";
  one("[data-line]", bar).textContent = line;
  const place = one("[data-spoken]", bar);
  const spoken = spokenOf(shown);
  if (spoken !== "" && place.textContent !== spoken) say(place, spoken);
}

export function drawView(view: HTMLElement, shown: ShownFiles, of: Of): void {
  const { items, progress, standing } = shown;
  const isOn = progress.isOn && items.some(({ state }) => state === "sending");
  const ready = count(items, "ready");
  const { most = "", bytes = "" } = view.dataset;
  const send = one('[data-do="files-send"]', view);
  send.hidden = ready === 0;
  send.textContent = text(of === "tip" ? "files.with_tip" : "files.send", { n: ready });
  one("[data-limits]", view).textContent = text("files.limits", {
    n: most,
    size: sizeOf(Number(bytes)),
  });
  one("#files-keep").hidden = !items.some(
    ({ state, looked }) => state === "ready" && looked?.tells,
  );
  one("[data-all]", view).textContent = isOn ? onItsWay(shown) : "";
  one('[data-do="files-pause"]', view).hidden = !isOn || standing.paused || standing.kept;
  const go = one('[data-do="files-go"]', view);
  go.hidden = !isOn || !(standing.paused || standing.kept);
  go.textContent = text(standing.paused ? "files.go" : "send.again");
}
