// The worker for files: reads, cleans, seals and sends them beside the page, and dies with it.
import { passAll, seals, sealTests } from "../lib/selftest-seals.ts";
import { ask } from "./files/calls.ts";
import { Lane } from "./files/lane.ts";
import { Line } from "./files/line.ts";
import type { Order, Told } from "./files/protocol.ts";
import { Work } from "./files/work.ts";

/** The part of a worker's global object that the page's types do not know. */
interface Port {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(told: Told): void;
}

const port = globalThis as unknown as Port;
const tell = (told: Told) => port.postMessage(told);
const line = new Line(ask, (kept) => tell({ told: "kept", kept }));
const work = new Work(line, tell);
const lanes = new Map<number, Lane>();
const files = new Map<number, File>();
const ready = passAll(sealTests, seals);

ready.then(
  () => tell({ told: "ready" }),
  () => tell({ told: "broken" }),
);

async function send(order: Extract<Order, { do: "send" }>): Promise<void> {
  // A cipher that errs seals nothing.
  await ready;
  const lane = lanes.get(order.lane);
  lanes.delete(order.lane);
  if (lane === undefined) return;
  work.add(
    order.files.flatMap(({ id, choice }) => {
      const file = files.get(id);
      return file ? [{ id, file, lane, choice }] : [];
    }),
  );
}

function drop(id: number): void {
  files.delete(id);
  work.drop(id);
}

port.onmessage = ({ data }) => {
  if (data.do === "lane") lanes.set(data.lane, new Lane(data.port));
  if (data.do === "look") {
    files.set(data.id, data.file);
    void work.look(data.id, data.file);
  }
  if (data.do === "send") send(data).catch(() => undefined);
  if (data.do === "drop") drop(data.id);
  if (data.do === "pause") line.pause();
  if (data.do === "go") line.go();
};
