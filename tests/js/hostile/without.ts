// The clients as they are, or with one check taken out: the control run of an attack. An attack that
// does not succeed once its check is gone was not what the check is there for.
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

export type Clients = typeof import("./clients.ts");

/** One check in the source, word for word, and what stands in its place in the control run. */
export interface Check {
  /** Below `webapp/frontend`. */
  file: string;
  text: string;
  instead: string;
}

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const frontend = join(root, "webapp", "frontend");

function takingOut({ file, text, instead }: Check): Plugin {
  return {
    name: "without",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (relative(frontend, path) !== file) return null;
        const source = await readFile(path, "utf8");
        const parts = source.split(text);
        if (parts.length !== 2) throw new Error(`${file} has this check ${parts.length - 1} times`);
        return { contents: parts.join(instead), loader: "ts" };
      });
    },
  };
}

/** The clients, bundled as for browsers, without this check where one is given. */
export async function clients(without?: Check): Promise<Clients> {
  const made = await build({
    entryPoints: [join(here, "clients.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    plugins: without === undefined ? [] : [takingOut(without)],
    tsconfig: join(root, "tsconfig.json"),
    define: { WORD_LISTS: "{}" },
  });
  const code = Buffer.from(made.outputFiles[0]?.contents ?? []).toString("base64");
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as Clients;
}
