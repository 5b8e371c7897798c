// From a chosen file to its message: what the worker does one after another, and what the engine lends it.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { fromB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { openFile } from "../../../webapp/frontend/lib/files.ts";
import type { Tip } from "../../../webapp/frontend/source/engine/protocol.ts";
import { Session } from "../../../webapp/frontend/source/engine/session.ts";
import { Lane } from "../../../webapp/frontend/source/files/lane.ts";
import { Line } from "../../../webapp/frontend/source/files/line.ts";
import { shortName, shortType } from "../../../webapp/frontend/source/files/naming.ts";
import type { Told } from "../../../webapp/frontend/source/files/protocol.ts";
import { look } from "../../../webapp/frontend/source/files/reading.ts";
import { Work } from "../../../webapp/frontend/source/files/work.ts";
import { listOf } from "../lists.ts";
import { golden } from "./chosen.ts";
import { FakeFiles } from "./fake-files.ts";
import { FakeServer } from "./fake-server.ts";

const TIP: Tip = { door: "saw_something", answers: { what: "Look at these." } };
const AS_CLEANED = { asIs: false, evidence: false };

let server: FakeServer;
let files: FakeFiles;
let session: Session;
let told: Told[];
let work: Work;
let lane: Lane;

beforeEach(async () => {
  server = new FakeServer();
  files = new FakeFiles();
  told = [];
  session = new Session(server.ask, () => Promise.resolve(), listOf);
  await session.start("en");
  await session.tip(TIP, "en");
  const line = new Line(files.ask, (kept) => told.push({ told: "kept", kept }), [1]);
  work = new Work(line, (news) => told.push(news));
  const { port1, port2 } = new MessageChannel();
  lane = new Lane(port2);
  expect(await session.files("thread", port1)).toBe(true);
});

const ends = () => told.filter((news) => news.told === "sent" || news.told === "refused");
const done = (count: number) => vi.waitFor(() => expect(ends().length).toBe(count), 5_000);

interface Named {
  id: string;
  key: string;
  hash: string;
  name: string;
  type: string;
  size: number;
  kind: string;
  cleaned: string[] | null;
  evidence: Record<string, unknown> | null;
}

async function named(): Promise<Named[]> {
  const { messages } = await server.read();
  return messages.flatMap(({ inner }) => (inner?.t === "files" ? (inner.files as Named[]) : []));
}

async function opened({ id, key, hash, size }: Named): Promise<Uint8Array> {
  const [stored] = server.stored.values();
  const place = { site: server.site, conv: fromB64(stored?.conv ?? "") };
  const file = { ...place, fileId: fromB64(id), fk: fromB64(key) };
  return openFile(file, { blob: files.blobOf(id), size, hash: fromB64(hash) });
}

const job = (id: number, file: File, choice = AS_CLEANED) => ({ id, file, lane, choice });
const holds = (bytes: Uint8Array, word: string) => Buffer.from(bytes).includes(word);

describe("a file", () => {
  test("is named in a message of its own that alone opens it, clean and without what it told", async () => {
    work.add([job(1, golden("baseline.jpg")), job(2, golden("film.mp4"))]);
    await done(2);
    expect(ends()).toEqual([
      { told: "sent", id: 1 },
      { told: "sent", id: 2 },
    ]);
    const [photo, film] = await named();
    expect(photo).toMatchObject({ name: "baseline.jpg", type: "image/jpeg", kind: "jpeg" });
    expect(photo?.cleaned).toContain("exif");
    expect([photo?.evidence, film?.evidence]).toEqual([null, null]);
    for (const file of await named()) expect(holds(await opened(file), "QL-CANARY")).toBe(false);
  });

  test("carries place and time where they are kept as evidence", async () => {
    work.add([job(1, golden("baseline.jpg"), { asIs: false, evidence: true })]);
    await done(1);
    const [photo] = await named();
    expect(photo?.evidence).toMatchObject({ taken: "2021-03-14T15:09:26" });
    expect(photo?.evidence).toHaveProperty("latitude");
  });

  test("that cannot be cleaned goes only as somebody chose, and says that it was not cleaned", async () => {
    const paper = new File(["%PDF-1.4 QL-CANARY"], "contract.pdf", { type: "application/pdf" });
    work.add([job(1, paper), job(2, paper, { asIs: true, evidence: false })]);
    await done(2);
    expect(ends()).toEqual([
      { told: "refused", id: 1, why: "unreadable" },
      { told: "sent", id: 2 },
    ]);
    const [sent, ...others] = await named();
    expect(others).toEqual([]);
    expect(sent).toMatchObject({ kind: "pdf", cleaned: null, evidence: null, size: 18 });
  });

  test("that went away while it waited is refused, and the next one is sent", async () => {
    const gone = golden("baseline.jpg");
    gone.slice = () => {
      throw new DOMException("gone", "NotReadableError");
    };
    work.add([job(1, gone), job(2, golden("plain.webp"))]);
    await done(2);
    expect(ends()).toEqual([
      { told: "refused", id: 1, why: "unreadable" },
      { told: "sent", id: 2 },
    ]);
  });

  test("is named once, whatever becomes of its message on the way", async () => {
    server.failures = ["answer", "call", "answer"];
    work.add([job(1, golden("baseline.jpg"))]);
    await done(1);
    expect(told).toContainEqual({ told: "kept", kept: true });
    expect((await named()).length).toBe(1);
  });

  test("is named after what another tab wrote meanwhile", async () => {
    server.meanwhile = () => server.reply({ t: "text", body: "We are here." });
    work.add([job(1, golden("baseline.jpg"))]);
    await done(1);
    expect((await named()).length).toBe(1);
    expect((await server.read()).warnings).toEqual([]);
  });

  test("that was given up before its turn is never begun", async () => {
    work.add([job(1, golden("baseline.jpg")), job(2, golden("film.mp4"))]);
    work.drop(2);
    await done(1);
    expect(ends()).toEqual([{ told: "sent", id: 1 }]);
    expect(files.files.size).toBe(1);
  });
});

test("the engine lends nothing of a conversation that is not there", async () => {
  session.close();
  const { port1 } = new MessageChannel();
  expect(await session.files("thread", port1)).toBe(false);
  expect(await session.files("chat", port1)).toBe(false);
});

test("the thread shows of a file what it is and how large, and neither key nor name", async () => {
  work.add([job(1, golden("baseline.jpg"))]);
  await done(1);
  const { messages } = session.shown();
  const [{ size } = { size: 0 }] = await named();
  expect(messages.at(-1)).toMatchObject({ kind: "files", text: `jpeg ${size}` });
  expect(JSON.stringify(messages)).not.toContain("baseline");
});

describe("before anything is sent", () => {
  test("files are looked at one after another, however many were chosen at once", async () => {
    let [now, most] = [0, 0];
    const counted = (name: string) => {
      const file = golden(name);
      const slice = file.slice.bind(file);
      file.slice = (...range) => {
        most = Math.max(most, ++now);
        const part = slice(...range);
        const read = part.arrayBuffer.bind(part);
        part.arrayBuffer = () => read().finally(() => now--);
        return part;
      };
      return file;
    };
    const names = ["baseline.jpg", "film.mp4", "plain.webp"];
    await Promise.all(names.map((name, id) => work.look(id, counted(name))));
    expect(told.map((news) => news.told)).toEqual(["looked", "looked", "looked"]);
    expect(most).toBe(1);
  });

  test.each([
    ["baseline.jpg", { kind: "jpeg", why: null, tells: true }],
    ["plain.webp", { kind: "webp", removed: [], tells: false }],
  ])("%s is looked at", async (name, found) => {
    expect(await look(golden(name))).toMatchObject(found);
  });

  test("a picture that is broken says so, and a paper what may stay in it", async () => {
    expect(await look(new File(["\xff\xd8"], "a.jpg"))).toMatchObject({ removed: null });
    const broken = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0])], "a.jpg");
    expect(await look(broken)).toMatchObject({ kind: "jpeg", why: "broken", removed: null });
    const paper = await look(new File(["%PDF-1.4"], "a.pdf"));
    expect(paper).toMatchObject({
      kind: "pdf",
      why: null,
      remains: ["author", "places", "history"],
    });
  });
});

describe("a name", () => {
  const bytes = (name: string) => new TextEncoder().encode(name).length;

  test("that is short stays as it is", () => expect(shortName("IMG 1.jpg")).toBe("IMG 1.jpg"));

  test.each(["ñ".repeat(400), "👩‍🌾".repeat(99), "a".repeat(4_096)])(
    "that is long keeps its ending and no half character: %s",
    (stem) => {
      const short = shortName(`${stem}.jpeg`);
      expect(bytes(short)).toBeLessThanOrEqual(255);
      expect(bytes(short)).toBeGreaterThan(245);
      expect(short.endsWith(".jpeg")).toBe(true);
      expect(stem.startsWith(short.slice(0, -5))).toBe(true);
    },
  );

  test("that is all ending is cut like any other", () => {
    expect(bytes(shortName(`.${"x".repeat(400)}`))).toBe(255);
    expect(bytes(shortName(`a.${"x".repeat(400)}`))).toBe(255);
  });

  test("of a type is one, or nothing", () => {
    expect(shortType("image/svg+xml")).toBe("image/svg+xml");
    for (const other of ["", "image", `a/${"b".repeat(99)}`, "a/b; c"]) {
      expect(shortType(other)).toBe("");
    }
  });
});
