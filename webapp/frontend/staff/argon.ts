// Runs the stretching worker once: one passphrase in, one answer out, the worker gone either way.

import type { StretchAnswer, StretchRequest } from "./argon-worker.ts";
import { startWorker } from "./trusted.ts";

const running = new Set<Worker>();

function workerAddress(): string {
  return document.getElementById("desk")?.getAttribute("data-argon") ?? "";
}

/** Sign-in proof and key-encryption key; raises where the worker cannot run. */
export function stretch(request: StretchRequest): Promise<{ auth: Uint8Array; kek: Uint8Array }> {
  const worker = startWorker(workerAddress());
  running.add(worker);
  return new Promise<{ auth: Uint8Array; kek: Uint8Array }>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<StretchAnswer>) =>
      event.data.ok ? resolve(event.data) : reject(new Error("stretching failed"));
    worker.onerror = () => reject(new Error("the worker did not start"));
    worker.postMessage(request);
  }).finally(() => {
    worker.terminate();
    running.delete(worker);
  });
}

/** Sign-out: no worker keeps a passphrase. */
export function endWorkers(): void {
  for (const worker of running) worker.terminate();
  running.clear();
}
