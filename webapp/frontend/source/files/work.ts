// Files one after another: looked at, uploaded, and named in a message once they are whole.
import { toB64 } from "../../lib/bytes.ts";
import type { Content } from "../engine/writing.ts";
import type { Lane } from "./lane.ts";
import { Cancelled, type Line } from "./line.ts";
import { shortName, shortType } from "./naming.ts";
import type { Choice, RefusalCode, Told } from "./protocol.ts";
import { look, type Prepared, prepare } from "./reading.ts";
import { Refusal, type Stored, Upload } from "./upload.ts";

export interface Job {
  id: number;
  file: File;
  lane: Lane;
  choice: Choice;
}

/** The message that names a stored file: by it alone the desk can open the blob. */
export function messageOf(file: File, prepared: Prepared, { id, key, hash }: Stored): Content {
  const { kind, size, cleaned, evidence } = prepared;
  const [name, type] = [shortName(file.name), shortType(file.type)];
  const keys = { id: toB64(id), key: toB64(key), hash: toB64(hash) };
  return { t: "files", files: [{ ...keys, name, type, size, kind, cleaned, evidence }] };
}

export class Work {
  readonly #line: Line;
  readonly #tell: (told: Told) => void;
  readonly #jobs: Job[] = [];
  readonly #given = new Map<number, AbortController>();
  #running = false;
  #looking = Promise.resolve();

  constructor(line: Line, tell: (told: Told) => void) {
    this.#line = line;
    this.#tell = tell;
  }

  /** One after another: a picture is in memory as a whole while it is looked at. */
  look(id: number, file: File): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look(id, file));
    return this.#looking;
  }

  async #look(id: number, file: File): Promise<void> {
    try {
      this.#tell({ told: "looked", id, looked: await look(file) });
    } catch {
      this.#tell({ told: "looked", id, looked: null });
    }
  }

  add(jobs: readonly Job[]): void {
    for (const { id } of jobs) this.#given.set(id, new AbortController());
    this.#jobs.push(...jobs);
    void this.#run();
  }

  /** Gives a file up, waiting or on its way; what the server has whole already is sent. */
  drop(id: number): void {
    this.#given.get(id)?.abort();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) {
      await this.#do(job);
      this.#given.delete(job.id);
      if (this.#jobs[0]?.lane !== job.lane) job.lane.close();
    }
    this.#running = false;
  }

  async #do(job: Job): Promise<void> {
    const { id } = job;
    const given = this.#given.get(id)?.signal;
    if (given === undefined || given.aborted) return;
    try {
      await this.#send(job, given);
      this.#tell({ told: "sent", id });
    } catch (error) {
      if (!(error instanceof Cancelled)) this.#tell({ told: "refused", id, why: whyOf(error) });
    }
  }

  async #send({ id, file, lane, choice }: Job, given: AbortSignal): Promise<void> {
    const place = await lane.place;
    const progress = (done: number, length: number) =>
      this.#tell({ told: "sending", id, done, length });
    const prepared = await prepare(file, choice);
    const stored = await new Upload(this.#line, place, given, progress).send(prepared);
    await this.#say(lane, messageOf(file, prepared, stored));
  }

  /** The desk is told of the file; without this message nobody could open it. */
  async #say(lane: Lane, content: Content): Promise<void> {
    let outcome = await lane.say(content);
    for (let tries = 0; outcome.state === "kept"; tries++) {
      this.#line.lost();
      await this.#line.wait(tries, NEVER);
      outcome = await lane.say(null);
    }
    this.#line.reached();
    if (outcome.state !== "sent") throw new Refusal("refused");
  }
}

/** What is whole is said, whoever gives up: half of it would be a file that nobody can open. */
const NEVER = new AbortController().signal;

/** A file that changed or went away while it was read, and whatever else the browser could not do. */
function whyOf(error: unknown): RefusalCode {
  return error instanceof Refusal ? error.why : "unreadable";
}
