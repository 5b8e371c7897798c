// A draft of what administrators publish in versions: it stays while its author looks at other screens,
// and is forgotten with the session. Nothing of it applies before it is published.

import { type Signal, signal } from "@preact/signals";
import { Problem } from "../api/http.ts";
import { atWipe } from "../store/session.ts";

export interface VersionLine {
  number: number;
  day: string;
  author: string;
}

/** What applies now, as far as this desk knows, and every version there was. */
export interface Known<Body> {
  number: number;
  body: Body;
  versions: VersionLine[];
}

export type Version<Body> = VersionLine & { body: Body };

export interface Draft<Body, K extends Known<Body>> {
  known: K;
  body: Body;
  /** The newest version when the draft began. */
  basedOn: number;
}

export type Place = "edit" | "preview";

interface Calls<Body, K> {
  load(): Promise<K>;
  version(number: number): Promise<Version<Body>>;
  publish(body: Body, basedOn: number): Promise<unknown>;
  /** The version that a refusal brought. */
  read(newest: unknown): Version<Body>;
}

export class Drafting<Body, K extends Known<Body>> {
  readonly draft: Signal<Draft<Body, K> | null> = signal(null);
  readonly place = signal<Place>("edit");
  /** Somebody else published first: their version, until both have been looked at. */
  readonly theirs: Signal<Version<Body> | null> = signal(null);
  /** The fields that the server refused, as paths. */
  readonly wrong = signal<readonly string[]>([]);
  readonly #calls: Calls<Body, K>;

  constructor(calls: Calls<Body, K>) {
    this.#calls = calls;
    atWipe(() => this.#forget());
  }

  #forget(): void {
    this.draft.value = null;
    this.theirs.value = null;
    this.wrong.value = [];
    this.place.value = "edit";
  }

  /** Begin with what applies now. */
  readonly load = async (): Promise<void> => {
    const known = await this.#calls.load();
    this.#forget();
    this.draft.value = { known, body: known.body, basedOn: known.number };
  };

  /** Change the draft. */
  edit(body: Body): void {
    const held = this.draft.value;
    if (held !== null) this.draft.value = { ...held, body };
    this.wrong.value = [];
  }

  /** The server's word on the draft: fields that it refuses are marked, and editing goes on. */
  refused(reason: unknown): void {
    if (!(reason instanceof Problem)) return;
    const { fields, newest } = reason.body;
    if (reason.status === 422 && Array.isArray(fields)) {
      this.wrong.value = fields.map(String);
      this.place.value = "edit";
    }
    if (reason.slug === "settings-changed" && newest !== null) {
      this.theirs.value = this.#calls.read(newest);
    }
  }

  /** Whether the server refused this field, or something in it. */
  isWrong(path: string): boolean {
    return this.wrong.value.some((it) => it === path || it.startsWith(`${path}.`));
  }

  async publish(): Promise<void> {
    const held = this.draft.value;
    if (held === null) return;
    await this.#calls.publish(held.body, held.basedOn);
    await this.load();
  }

  /** An old version becomes the draft; going back is publishing it anew. */
  async startFrom(number: number): Promise<void> {
    const { body } = await this.#calls.version(number);
    this.edit(body);
  }

  /** Both versions were looked at: what was chosen is the draft that follows theirs. */
  settle(body: Body, after: Version<Body>): void {
    const held = this.draft.value;
    if (held === null) return;
    const known = { ...held.known, number: after.number, body: after.body };
    this.draft.value = { known, body, basedOn: after.number };
    this.theirs.value = null;
  }
}
