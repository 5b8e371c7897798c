// Seals files as a source's browser does, while they are read, for the test that holds the two
// implementations to each other: `node seal.mjs FOLDER` seals each file of the folder beside it.
import { createReadStream, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundled } from "./bundled.mjs";

const { sealedParts } = await bundled('export { sealedParts } from "./file-stream.ts";');

/** Bytes that count up: what is tried here is the sealing, not chance. */
const counting = (/** @type {number} */ length, /** @type {number} */ first) =>
  Uint8Array.from({ length }, (_, i) => (first + i) % 256);

const file = {
  site: counting(16, 1),
  conv: counting(16, 2),
  fileId: counting(16, 3),
  fk: counting(32, 4),
};
const [folder = ""] = process.argv.slice(2);
for (const name of readdirSync(folder).sort()) {
  const path = join(folder, name);
  const parts = sealedParts(file, statSync(path).size, createReadStream(path));
  const sealed = [];
  let next = await parts.next();
  for (; !next.done; next = await parts.next()) sealed.push(next.value);
  writeFileSync(`${path}.sealed`, Buffer.concat(sealed));
  process.stdout.write(`${JSON.stringify([name, Buffer.from(next.value).toString("hex")])}\n`);
}
