// The door of tips while very many come: the work, the turn, and that the tip stays the same bytes.
import { pbkdf2Sync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { fromB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { Door } from "../../../webapp/frontend/source/engine/door.ts";
import { work } from "../../../webapp/frontend/source/engine/puzzle.ts";
import type { Answer, Call } from "../../../webapp/frontend/source/engine/server.ts";

const CHALLENGE = "AAECAwQFBgcICQoLDA0ODxAREhM";
const PUZZLE = { challenge: CHALLENGE, parts: 3, bits: 4, rounds: 7 };
const CALL: Call = { method: "POST", path: "/api/v1/conversations", body: '{"envelope":"abc"}' };

const answer = (status: number, problem = "", json: Record<string, unknown> = {}): Answer => ({
  status,
  problem,
  json,
});
const asked = (more = {}) => answer(429, "puzzle", { ...PUZZLE, ...more });
const bodyOf = ({ body = "" }: Call) => JSON.parse(body) as Record<string, unknown>;

/** A server that gives these answers, one after the other, and keeps what it was sent. */
function server(...answers: Answer[]) {
  const calls: Call[] = [];
  const ask = async (call: Call) => {
    calls.push(call);
    return answers.shift() ?? answer(201);
  };
  return { ask, calls };
}

describe("the work", () => {
  test("is the least number of each part whose hash begins with the zeros", async () => {
    const solved = await work(PUZZLE, fromB64, () => true);
    for (const [part, number] of (solved?.found ?? []).entries()) {
      const password = Uint8Array.of(...fromB64(CHALLENGE), part);
      const isSolved = (n: number) => {
        const salt = Buffer.alloc(4);
        salt.writeUInt32BE(n);
        return pbkdf2Sync(password, salt, PUZZLE.rounds, 32, "sha256").readUInt32BE(0) >>> 28 === 0;
      };
      expect(Array.from({ length: number }, (_, n) => isSolved(n))).not.toContain(true);
      expect(isSolved(number)).toBe(true);
    }
    expect(solved?.found).toHaveLength(PUZZLE.parts);
  });

  test("ends when nobody wants it, and is not done where more is asked than ever is", async () => {
    expect(await work(PUZZLE, fromB64, () => false)).toBeNull();
    expect(await work({ ...PUZZLE, parts: 1e5 }, fromB64, () => true)).toBeNull();
    expect(await work({ ...PUZZLE, rounds: 1e9 }, fromB64, () => true)).toBeNull();
  });

  test("is not done where the browser has no such hashes", async () => {
    const had = Object.getOwnPropertyDescriptor(globalThis, "crypto");
    Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
    try {
      expect(await work(PUZZLE, fromB64, () => true)).toBeNull();
    } finally {
      if (had) Object.defineProperty(globalThis, "crypto", had);
    }
  });
});

describe("the door", () => {
  test("adds nothing to a tip while nobody asks for anything", async () => {
    const { ask, calls } = server();
    expect((await new Door(ask, fromB64).ask(CALL)).status).toBe(201);
    expect(calls).toEqual([CALL]);
  });

  test("does the work and sends the same bytes with it", async () => {
    const { ask, calls } = server();
    expect((await new Door(ask, fromB64).ask(CALL, asked())).status).toBe(201);
    const { work: done, ...rest } = bodyOf(calls[0] as Call);
    expect(rest).toEqual({ envelope: "abc" });
    expect((done as { challenge: string }).challenge).toBe(CHALLENGE);
  });

  test("whoever cannot wait is sent to the slower lane, at once and with their place later", async () => {
    const place = "PPPPPPPPPPPPPPPPPPPPPPPPPPP";
    const { ask, calls } = server(
      asked({ bits: 31 }),
      answer(429, "slower", { wait: 4, place }),
      answer(201),
    );
    const door = new Door(ask, fromB64);
    const answered = door.ask(CALL);
    setTimeout(() => {
      door.slower = true;
    });
    expect((await answered).json.wait).toBe(4);
    expect(bodyOf(calls[1] as Call)).toEqual({ envelope: "abc", slower: true });
    expect((await door.ask(CALL)).status).toBe(201);
    expect(bodyOf(calls[2] as Call)).toEqual({ envelope: "abc", slower: true, place });
  });

  test("work that is never accepted ends in the slower lane's hands, not in a circle", async () => {
    const { ask, calls } = server(asked(), asked(), asked(), asked(), asked());
    expect((await new Door(ask, fromB64).ask(CALL)).problem).toBe("puzzle");
    expect(calls).toHaveLength(4);
  });
});
