// Unseals one file off the page's thread, so that the desk stays usable; then it ends.

import { type FileAnswer, type FileRequest, unsealFile } from "./files/unseal.ts";

const tell = (answer: FileAnswer): void => postMessage(answer);

addEventListener("message", async ({ data }: MessageEvent<FileRequest>) => {
  tell(await unsealFile(data, (path, init) => fetch(path, init), tell));
});
