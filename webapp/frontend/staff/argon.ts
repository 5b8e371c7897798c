// Runs the stretching worker once: one passphrase in, one answer out, the worker gone either way.

import type { StretchAnswer, Stretched, StretchRequest } from "./argon-worker.ts";
import { startWorker } from "./trusted.ts";

const running = new Set<Worker>();

function workerAddress(): string {
  return document.getElementById("desk")?.getAttribute("data-argon") ?? "";
}

/** Proof and key-encryption key with each second secret; raises where the worker cannot run. */
export function stretchAll(request: StretchRequest): Promise<Stretched[]> {
  const worker = startWorker(workerAddress());
  running.add(worker);
  return new Promise<Stretched[]>((resolve, reject) => {
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
}: Omit<StretchRequest, "seconds"> & { second: Uint8Array }): Promise<Stretched> {
  const [factors] = await stretchAll({ ...rest, seconds: [second] });
  if (factors === undefined) throw new Error("stretching failed");
  return factors;
}

/** The same with the device key that a locked tab keeps; null where the passphrase does not open it. */
export async function stretchLocked(
  request: Omit<StretchRequest, "seconds" | "guarded"> & { guarded: Uint8Array },
): Promise<Stretched | null> {
  const [factors] = await stretchAll({ ...request, seconds: [] });
  return factors ?? null;
}

/** Sign-out: no worker keeps a passphrase. */
export function endWorkers(): void {
  for (const worker of running) worker.terminate();
  running.clear();
}
