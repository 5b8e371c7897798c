// One file on its way: begun, sealed part by part, each kept until it arrived, and whole at the end.
import { randomBytes, toB64 } from "../../lib/bytes.ts";
import { sealedParts } from "../../lib/file-stream.ts";
import { blobLength, type FileKey } from "../../lib/files.ts";
import type { Answer } from "../engine/server.ts";
import { Cancelled, type Line } from "./line.ts";
import type { RefusalCode } from "./protocol.ts";

/** Where files of a conversation go; the engine lends it, and `auth` opens nothing. */
export interface Place {
  site: Uint8Array;
  conv: Uint8Array;
  auth: Uint8Array;
}

/** What is sealed: so many bytes, read once for each time that they are asked for. */
export interface Content {
  size: number;
  read(): AsyncIterable<Uint8Array>;
}

/** A file that the server has, whole: what its message names. */
export interface Stored {
  id: Uint8Array;
  key: Uint8Array;
  hash: Uint8Array;
}

export class Refusal extends Error {
  readonly why: RefusalCode;

  constructor(why: RefusalCode) {
    super(why);
    this.why = why;
  }
}

/** What arrived is of no use: everything is read and sealed again, under another key and number. */
class Anew extends Error {}

const WINDOW = 2; // parts on their way at once: one is sealed while another travels
const TRIES = 3;
const FILES = "/api/v1/conversation/files";
const ANEW = ["file-differs", "parts-missing"];
const NO_ROOM = 507;

/** Returns for one of these statuses; else throws Anew or a Refusal that says what the server meant. */
function accept({ status, problem }: Answer, accepted: number, unknown: "gone" | "anew"): void {
  if (status === accepted) return;
  if (ANEW.includes(problem) || (status === 404 && unknown === "anew")) throw new Anew();
  if (status === 413) throw new Refusal("file-too-large");
  if (status === NO_ROOM) throw new Refusal("no-room");
  if (status === 401 || status === 404) throw new Refusal("gone");
  throw new Refusal(problem === "too-many-files" ? "too-many-files" : "refused");
}

export class Upload {
  readonly #line: Line;
  readonly #place: Place;
  readonly #given: AbortSignal;
  readonly #progress: (done: number, length: number) => void;
  /** What is on its way for one reading of the file: it ends together. */
  #attempt = new AbortController();

  /** `given` is aborted where somebody gives up; `progress` hears of bytes that have arrived. */
  constructor(
    line: Line,
    place: Place,
    given: AbortSignal,
    progress: (done: number, length: number) => void,
  ) {
    this.#line = line;
    this.#place = place;
    this.#given = given;
    this.#progress = progress;
    given.addEventListener("abort", () => this.#attempt.abort());
  }

  /** The file is stored, whole; throws Refusal or Cancelled, and then nothing of it stays on its way. */
  async send(content: Content): Promise<Stored> {
    for (let tries = 1; ; tries++) {
      if (this.#given.aborted) throw new Cancelled();
      const { site, conv } = this.#place;
      this.#attempt = new AbortController();
      const file = { site, conv, fileId: randomBytes(16), fk: randomBytes(32) };
      try {
        const hash = await this.#once(file, content);
        return { id: file.fileId, key: file.fk, hash };
      } catch (error) {
        this.#attempt.abort();
        this.#takeBack(file);
        if (!(error instanceof Anew)) throw error;
        if (tries === TRIES) throw new Refusal("file-differs");
      }
    }
  }

  async #once(file: FileKey, { size, read }: Content): Promise<Uint8Array> {
    const length = blobLength(size);
    const begun = { file_id: toB64(file.fileId), length };
    accept(await this.#call("POST", "", begun), 201, "gone");
    this.#progress(0, length);
    const hash = await this.#sendParts(file, size, read());
    const whole = { hash: toB64(hash) };
    accept(await this.#call("POST", `/${toB64(file.fileId)}/whole`, whole), 200, "anew");
    return hash;
  }

  /** Every part has arrived; in memory are those on their way, and no others. */
  async #sendParts(file: FileKey, size: number, content: AsyncIterable<Uint8Array>) {
    const parts = sealedParts(file, size, content);
    const flying = new Set<Promise<unknown>>();
    const length = blobLength(size);
    let done = 0;
    const deliver = async (number: number, part: Uint8Array) => {
      const path = `/${toB64(file.fileId)}/parts/${number}`;
      accept(await this.#call("PUT", path, part), 204, "anew");
      done += part.length;
      this.#progress(done, length);
    };
    for (let number = 0; ; number++) {
      const next = await parts.next();
      if (next.done) {
        await Promise.all(flying);
        return next.value;
      }
      const flight: Promise<unknown> = deliver(number, next.value).then(() =>
        flying.delete(flight),
      );
      // One that failed stays among them, and is found by whoever waits next.
      flight.catch(() => undefined);
      flying.add(flight);
      if (flying.size === WINDOW) await Promise.race(flying);
    }
  }

  #call(method: "POST" | "PUT", path: string, body: Uint8Array | Record<string, unknown>) {
    const { auth } = this.#place;
    return this.#line.call({ method, path: FILES + path, auth, body }, this.#attempt.signal);
  }

  /** Once, and without waiting: what the server is not told now, it clears away by itself. */
  #takeBack({ fileId }: FileKey): void {
    const path = `${FILES}/${toB64(fileId)}`;
    this.#line.mention({ method: "DELETE", path, auth: this.#place.auth });
  }
}
