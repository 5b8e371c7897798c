// Unseals one file off the page's thread, so that the desk stays usable; then it ends.

import { type FileAnswer, type FileRequest, unsealFile } from "./files/unseal.ts";

const tell = (answer: FileAnswer): void => postMessage(answer);

addEventListener("message", async ({ data }: MessageEvent<FileRequest>) => {
  const answer = await unsealFile(data, (path, init) => fetch(path, init), tell);
  // Handed over, not copied: the worker's script has another postMessage than a window's.
  const hand = postMessage as unknown as (answer: FileAnswer, handed: Transferable[]) => void;
  hand(answer, "content" in answer ? [answer.content.buffer] : []);
});
