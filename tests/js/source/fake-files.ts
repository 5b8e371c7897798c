// A server of the calls for files in memory: parts in any order, a line that can fail, no disk.
import { concat, equal, fromB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { PART } from "../../../webapp/frontend/lib/file-stream.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { type Answer, Unreachable } from "../../../webapp/frontend/source/engine/server.ts";
import type { Ask, Call } from "../../../webapp/frontend/source/files/calls.ts";

interface File {
  length: number;
  parts: Map<number, Uint8Array>;
  whole: boolean;
}

type Failure = "call" | "answer" | "hang";

const answer = (status: number, problem = "", json: Record<string, unknown> = {}): Answer => ({
  status,
  problem,
  json,
});

const isPart = ({ method }: Call) => method === "PUT";

export class FakeFiles {
  readonly files = new Map<string, File>();
  readonly calls: Call[] = [];
  /** How the next parts fail: not arrived, arrived and the answer lost, or no answer at all. */
  failures: Failure[] = [];
  /** What is answered instead, by the end of a path. */
  refusals: [string, Answer][] = [];
  /** Parts wait here for their answer until they are let go. */
  held: (() => void)[] | null = null;
  /** So many milliseconds every part takes. */
  slow = 0;
  /** The most parts that were on their way at once. */
  most = 0;
  #flying = 0;

  readonly ask: Ask = async (call, signal) => {
    this.calls.push(call);
    const failure = isPart(call) ? this.failures.shift() : undefined;
    if (failure === "call") throw new Unreachable();
    if (failure === "hang") await aborted(signal);
    if (isPart(call) && this.slow) await Promise.race([after(this.slow), aborted(signal)]);
    const given = this.#refused(call) ?? this.#answer(call);
    if (failure === "answer") throw new Unreachable();
    if (isPart(call)) await this.#hold(signal);
    return given;
  };

  get parts(): { number: number; bytes: Uint8Array }[] {
    return this.calls.filter(isPart).map(({ path, body }) => ({
      number: Number(path.split("/").at(-1)),
      bytes: body as Uint8Array,
    }));
  }

  /** The blob of the only file that is whole here. */
  get blob(): Uint8Array {
    const [file] = [...this.files.values()].filter(({ whole }) => whole);
    if (file === undefined) throw new Error("nothing is whole");
    return blobOf(file);
  }

  /** The blob behind a number, as the server has it. */
  blobOf(id: string): Uint8Array {
    const file = this.files.get(id);
    if (!file?.whole) throw new Error("not whole");
    return blobOf(file);
  }

  async #hold(signal: AbortSignal): Promise<void> {
    this.most = Math.max(this.most, ++this.#flying);
    const { held } = this;
    if (held) await Promise.race([new Promise<void>((go) => held.push(go)), aborted(signal)]);
    this.#flying--;
  }

  #refused({ path }: Call): Answer | undefined {
    const found = this.refusals.findIndex(([end]) => path.endsWith(end));
    return found < 0 ? undefined : this.refusals.splice(found, 1)[0]?.[1];
  }

  #answer({ method, path, body }: Call): Answer {
    const [id = "", what, number] = path.split("/").slice(5);
    if (id === "") return this.#begin(body as { file_id: string; length: number });
    const file = this.files.get(id);
    if (file === undefined) return answer(404);
    if (method === "DELETE") return answer(this.files.delete(id) ? 204 : 404);
    if (what === "whole") return this.#finish(file, body as { hash: string });
    const at = Number(number) * PART;
    const fits = (body as Uint8Array).length === Math.min(PART, file.length - at);
    if (!fits) return answer(409, "part-length");
    file.parts.set(Number(number), (body as Uint8Array).slice());
    return answer(204);
  }

  #begin({ file_id: id, length }: { file_id: string; length: number }): Answer {
    const file = this.files.get(id) ?? { length, parts: new Map(), whole: false };
    this.files.set(id, file);
    return answer(201, "", { have: [...file.parts.keys()], whole: file.whole });
  }

  #finish(file: File, { hash }: { hash: string }): Answer {
    if (blobOf(file).length !== file.length) return answer(409, "parts-missing");
    if (!equal(H(blobOf(file)), fromB64(hash))) return answer(409, "file-differs");
    file.whole = true;
    return answer(200);
  }
}

function blobOf({ parts }: File): Uint8Array {
  const inOrder = [...parts].sort(([one], [other]) => one - other);
  return concat(...inOrder.map(([, bytes]) => bytes));
}

const after = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Never resolves; rejects once the call is given up. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new Unreachable());
    signal.addEventListener("abort", () => reject(new Unreachable()));
  });
}
