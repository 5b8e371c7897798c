// Cleans files as a source's browser does, for the test that holds the two implementations to each
// other: from a folder, file after file, `node clean.mjs FOLDER` prints what came of it as JSON.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundled } from "./bundled.mjs";

const entry = `
  export { withoutMetadata } from "./clean.ts";
  export { remainsIn } from "./kind.ts";
  export { cleanedBytes, sourceOfBytes } from "./source.ts";
`;
const lib = await bundled(entry, "metadata");

async function outcome(bytes) {
  const source = lib.sourceOfBytes(bytes);
  try {
    const { kind, cleaned } = await lib.withoutMetadata(source);
    if (!cleaned) return { kind, remains: lib.remainsIn(kind) };
    const whole = await lib.cleanedBytes(source, cleaned);
    const hash = createHash("sha256").update(whole).digest("hex");
    const { removed, orientation, evidence } = cleaned;
    return { kind, hash, removed: [...removed].sort(), orientation, evidence };
  } catch (error) {
    if (error.name !== "Uncleanable") throw error;
    return { why: error.why };
  }
}

const [folder] = process.argv.slice(2);
for (const name of readdirSync(folder).sort()) {
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  process.stdout.write(`${JSON.stringify([name, await outcome(bytes)])}\n`);
}
