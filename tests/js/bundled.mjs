// Our TypeScript as a module of node, put together as the pages' scripts are.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/**
 * What `contents` exports, read as a file of a folder below `webapp/frontend/lib`.
 * @param {string} contents
 * @param {string} folder
 */
export async function bundled(contents, folder = "") {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(root, "webapp/frontend/lib", folder), loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    absWorkingDir: root,
    tsconfig: join(root, "tsconfig.json"),
  });
  const code = Buffer.from(outputFiles[0]?.text ?? "").toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}
