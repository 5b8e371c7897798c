// Runs the stretching worker once: one passphrase in, one answer out, the worker gone either way.

import type { StaffFactors } from "../lib/staff.ts";
import type { StretchAnswer, StretchRequest } from "./argon-worker.ts";
import { startWorker } from "./trusted.ts";

const running = new Set<Worker>();

function workerAddress(): string {
  return document.getElementById("desk")?.getAttribute("data-argon") ?? "";
}

/** Proof and key-encryption key with each second secret; raises where the worker cannot run. */
export function stretchAll(request: StretchRequest): Promise<StaffFactors[]> {
  const worker = startWorker(workerAddress());
  running.add(worker);
  return new Promise<StaffFactors[]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<StretchAnswer>) =>
      data.ok ? resolve(data.factors) : reject(new Error("stretching failed"));
    worker.onerror = () => reject(new Error("the worker did not start"));
    worker.postMessage(request);
  }).finally(() => {
    worker.terminate();
    running.delete(worker);
  });
}

/** The same with one second secret. */
export async function stretch({
  second,
  ...rest
}: Omit<StretchRequest, "seconds"> & { second: Uint8Array }): Promise<StaffFactors> {
  const [factors] = await stretchAll({ ...rest, seconds: [second] });
  if (factors === undefined) throw new Error("stretching failed");
  return factors;
}

/** Sign-out: no worker keeps a passphrase. */
export function endWorkers(): void {
  for (const worker of running) worker.terminate();
  running.clear();
}
