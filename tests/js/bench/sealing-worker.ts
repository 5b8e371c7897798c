// Seals and unseals so many megabytes in a worker and says how long each took, beside AES-GCM by the browser.
import { sealedParts } from "../../../webapp/frontend/lib/file-stream.ts";
import { CHUNK_LENGTH } from "../../../webapp/frontend/lib/files.ts";
import { FileOpener } from "../../../webapp/frontend/lib/open-file.ts";

const PIECE = 1024 * 1024;
const filled = (length: number) => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536)
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
};

async function* piecesOf(content: Uint8Array) {
  for (let at = 0; at < content.length; at += PIECE) yield content.subarray(at, at + PIECE);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

async function measure(megabytes: number) {
  const content = filled(Math.round(megabytes * PIECE));
  const size = content.length;
  const [site, conv, fileId] = [filled(16), filled(16), filled(16)];
  const file = { site, conv, fileId, fk: filled(32) };
  const parts: Uint8Array[] = [];
  let hash = new Uint8Array(32);
  const sealed = await seconds(async () => {
    const sealing = sealedParts(file, size, piecesOf(content));
    for (let step = await sealing.next(); ; step = await sealing.next()) {
      if (step.done) hash = new Uint8Array(step.value);
      else parts.push(step.value);
      if (step.done) break;
    }
  });
  const unsealed = await seconds(async () => {
    const opener = new FileOpener({ ...file, size, hash }, () => undefined);
    for (const part of parts) opener.take(part);
    opener.finish();
  });
  const name = "AES-GCM";
  const key = await crypto.subtle.generateKey({ name, length: 256 }, false, ["encrypt"]);
  const beside = await seconds(async () => {
    for (let at = 0; at < size; at += CHUNK_LENGTH)
      await crypto.subtle.encrypt(
        { name, iv: filled(12) },
        key,
        content.subarray(at, at + CHUNK_LENGTH),
      );
  });
  return { sealed: megabytes / sealed, unsealed: megabytes / unsealed, beside: megabytes / beside };
}

self.addEventListener("message", async ({ data }: MessageEvent<number>) => {
  self.postMessage(await measure(data));
});
