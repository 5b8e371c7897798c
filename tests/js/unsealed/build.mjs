// Bundles one entry with sealing switched off, and prints it: `node tests/js/unsealed/build.mjs source/engine.ts`.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { listFiles } from "../../../webapp/frontend/wordlists.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const frontend = join(here, "..", "..", "..", "webapp", "frontend");

// Names as in webapp/static: this engine takes the place of the built one, beside the same lists.
const manifest = JSON.parse(readFileSync(join(frontend, "../static/manifest.json"), "utf8"));

const unsealed = {
  name: "unsealed",
  setup(/** @type {import("esbuild").PluginBuild} */ { onResolve }) {
    onResolve({ filter: /\/(aead|selftest)\.ts$/ }, ({ path, importer }) =>
      importer.startsWith(here) ? null : { path: join(here, path.split("/").at(-1) ?? "") },
    );
  },
};

const result = await build({
  entryPoints: [join(frontend, process.argv[2] ?? "")],
  bundle: true,
  write: false,
  format: "iife",
  plugins: [unsealed],
  tsconfig: join(here, "..", "..", "..", "tsconfig.json"),
  define: {
    "process.env.NODE_ENV": '"production"',
    WORD_LISTS: JSON.stringify(listFiles(manifest)),
  },
});
process.stdout.write(result.outputFiles[0]?.contents ?? "");
