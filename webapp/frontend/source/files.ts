// Photos and files on the page, loaded when somebody wants to send one: choosing, what to do with each, and how far it is.
import { isOver } from "./chat/page.ts";
import { one, say, text } from "./dom.ts";
import { drawBar, drawView } from "./files/bar.ts";
import { drawCards } from "./files/cards.ts";
import { Client } from "./files/client.ts";
import {
  type FilesKit,
  type FilesPart,
  type Item,
  type MakeFiles,
  newItem,
  type Of,
} from "./files/page.ts";
import { Progress } from "./files/progress.ts";
import type { Told } from "./files/protocol.ts";

class Part implements FilesPart {
  readonly #kit: FilesKit;
  readonly #client: Client;
  readonly #progress = new Progress();
  readonly #standing = { kept: false, paused: false };
  #items: Item[] = [];
  #lastId = 0;
  #from = "home";
  #of: Of = "tip";
  #view = "";

  constructor(kit: FilesKit) {
    this.#kit = kit;
    this.#client = new Client(kit, this.#hear, this.#ended);
    addEventListener("online", () => this.#go());
    // Over every other view the bar says how far the files are.
    new MutationObserver(() => this.#view === kit.state.view || this.#draw()).observe(
      document.documentElement,
      { subtree: true, attributes: true, attributeFilter: ["hidden"] },
    );
    this.#wire();
  }

  readonly deeds: FilesPart["deeds"] = {
    "files-choose": () => one("#files-input").click(),
    "files-as-is": (id) => this.#change(id, (item) => this.#takeAsIs(item)),
    "files-evidence": (id) => this.#change(id, ({ choice }) => this.#turn(choice)),
    "files-drop": (id) => this.#drop(Number(id)),
    "files-again": (id) => this.#again(Number(id)),
    "files-send": () => this.#send(),
    "files-pause": () => this.#pause(),
    "files-go": () => this.#go(),
    "files-back": () => this.#back(),
  };

  open(): void {
    const { state, show } = this.#kit;
    if (state.view === "files") return;
    this.#from = state.view;
    this.#of = this.#target(state.view);
    show("files");
  }

  /** An open chat takes the answers of a tip, and so its files too. */
  #target(view: string): Of {
    const { chat, thread } = this.#kit.state;
    if (view === "thread") return "thread";
    if (chat && !(chat.view && isOver(chat, chat.view))) return "chat";
    return view === "tip" || thread === null ? "tip" : "thread";
  }

  tipSent(): void {
    void this.#follow(this.#items.filter(({ state, of }) => state === "waiting" && of === "tip"));
  }

  redraw(): void {
    this.#wire();
    this.#draw();
  }

  /** After another language the view is another element. */
  #wire(): void {
    const input = one<HTMLInputElement>("#files-input");
    input.onchange = () => {
      for (const file of input.files ?? []) this.#take(file);
      input.value = ""; // the same file can be chosen again
    };
    // Enter on a box to tick is not "send".
    one("#files-list").onkeydown = (event) => event.stopPropagation();
  }

  #take(file: File): void {
    const { most, bytes } = this.#kit.viewOf("files").dataset;
    const item = newItem(++this.#lastId, file);
    const count = this.#items.filter(({ state }) => state !== "refused").length;
    this.#items.push(item);
    if (file.size > Number(bytes)) item.why = "file-too-large";
    else if (count >= Number(most)) item.why = "too-many-files";
    if (item.why !== null) item.state = "refused";
    else {
      this.#order({ do: "look", id: item.id, file });
    }
    this.#draw();
  }

  #order(order: Parameters<Client["order"]>[0]): void {
    this.#client.order(order).catch(() => this.#kit.showStopped("engine_load"));
  }

  #change(id: string, change: (item: Item) => void): void {
    for (const item of this.#items) if (String(item.id) === id) change(item);
    this.#draw();
  }

  #takeAsIs(item: Item): void {
    item.choice.asIs = true;
    item.state = "ready";
  }

  #turn(choice: Item["choice"]): void {
    choice.evidence = !choice.evidence;
  }

  #drop(id: number): void {
    this.#items = this.#items.filter((item) => item.id !== id);
    this.#order({ do: "drop", id });
    this.#draw();
    one('[data-do="files-choose"]').focus();
  }

  /** Read and sealed anew, under another key. */
  #again(id: number): void {
    const item = this.#items.find((known) => known.id === id);
    if (item === undefined) return;
    this.#order({ do: "look", id, file: item.file });
    const known = item.looked !== null;
    Object.assign(item, { state: known ? "waiting" : "looking", why: null, done: 0, length: 0 });
    if (known) void this.#follow([item]);
    this.#draw();
  }

  #send(): void {
    const ready = this.#items.filter(({ state }) => state === "ready");
    for (const item of ready) Object.assign(item, { state: "waiting", of: this.#of });
    if (this.#of !== "tip") void this.#follow(ready);
    this.#draw();
    const asks = this.#items.filter(({ state }) => state === "asks").length;
    say(
      one(".error", this.#kit.viewOf("files")),
      asks > 0 ? text("files.bar.asks", { n: asks }) : "",
    );
    if (asks > 0) one('[data-do="files-as-is"]:not([hidden])').focus();
    else this.#back();
  }

  /** What was sent stands in the thread, and need not be listed here again. */
  #back(): void {
    if (!this.#progress.isOn) this.#items = this.#items.filter(({ state }) => state !== "sent");
    say(one(".error", this.#kit.viewOf("files")));
    this.#draw();
    this.#kit.show(this.#from);
  }

  /** Hands files to the worker, now that their conversation is there. */
  async #follow(items: readonly Item[]): Promise<void> {
    const [first] = items;
    if (first === undefined) return;
    try {
      const lane = await this.#client.lane(first.of === "chat" ? "chat" : "thread");
      for (const item of items) if (item.of === "tip") item.of = "thread";
      if (lane === null) return;
      const files = items.map(({ id, choice }) => ({ id, choice }));
      this.#order({ do: "send", lane, files });
      this.#draw();
    } catch (error) {
      this.#kit.stopWith(error);
    }
  }

  #pause(): void {
    this.#standing.paused = true;
    this.#order({ do: "pause" });
    this.#draw();
    one('[data-do="files-go"]').focus();
  }

  #go(): void {
    if (!this.#progress.isOn) return;
    this.#standing.paused = false;
    this.#progress.restart(Date.now());
    this.#order({ do: "go" });
    this.#draw();
  }

  readonly #hear = (told: Told): void => {
    if (told.told === "broken") this.#kit.showStopped("self_test");
    if (told.told === "kept") {
      this.#standing.kept = told.kept;
      this.#progress.restart(Date.now());
    }
    if ("id" in told) this.#change(String(told.id), (item) => this.#took(item, told));
    else this.#draw();
    if (told.told === "sent") this.#showSent();
  };

  #took(item: Item, told: Extract<Told, { id: number }>): void {
    if (told.told === "looked") {
      item.looked = told.looked;
      if (told.looked === null) Object.assign(item, { state: "refused", why: "unreadable" });
      else if (item.state === "looking") item.state = told.looked.removed ? "ready" : "asks";
    }
    if (told.told === "sending") {
      Object.assign(item, { state: "sending", done: told.done, length: told.length });
    }
    if (told.told === "sent") item.state = "sent";
    if (told.told === "refused") Object.assign(item, { state: "refused", why: told.why });
  }

  /** The thread shows what was sent just now. */
  #showSent(): void {
    const { state, ask, redrawThread } = this.#kit;
    if (state.thread === null) return;
    ask("shown", undefined).then(
      (shown) => {
        if (state.thread === null) return;
        state.thread = shown;
        redrawThread();
      },
      () => undefined, // it was closed meanwhile
    );
  }

  /** With the engine the keys are gone: what was on its way begins anew, if somebody wants that. */
  readonly #ended = (): void => {
    for (const item of this.#items) {
      const isOn = item.state === "waiting" || item.state === "sending";
      if (isOn) Object.assign(item, { state: "refused", why: "refused" });
      if (item.state === "looking") Object.assign(item, { state: "refused", why: "unreadable" });
    }
    if (document.body.firstChild) this.#draw();
    else this.#items = [];
  };

  #draw(): void {
    if (!document.body.firstChild) return; // the page was left, and stays blank
    const { state, viewOf } = this.#kit;
    this.#view = state.view;
    this.#progress.note(this.#items, Date.now());
    drawCards(one("#files-list"), this.#items);
    const shown = { items: this.#items, progress: this.#progress, standing: this.#standing };
    drawView(viewOf("files"), shown, this.#of);
    drawBar(one("#files-bar"), shown, state.view);
  }
}

const makeFiles: MakeFiles = (kit) => new Part(kit);

(window as { makeFiles?: MakeFiles }).makeFiles = makeFiles;
