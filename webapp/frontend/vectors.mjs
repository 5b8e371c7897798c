// `npm run --silent vectors -- FILE` holds the browser's cryptography to a vector file, and
// `npm run --silent vectors:make -- SEED` prints a random one for the other implementation.
// Exit 0: all hold; 1: the first difference is named; 2: not a vector file, or not so called.
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** Loads a TypeScript module of lib by bundling it in memory: nothing is written. */
async function load(/** @type {string} */ name) {
  const { outputFiles } = await build({
    entryPoints: [join(here, "lib", "vectors", name)],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    absWorkingDir: here,
    tsconfig: join(here, "..", "..", "tsconfig.json"),
  });
  const code = outputFiles[0]?.text ?? "";
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}

/** npm runs us in the project's folder; a relative FILE is meant from where the person stands. */
function read(/** @type {string} */ file) {
  const from = process.env.INIT_CWD ?? process.cwd();
  return JSON.parse(readFileSync(isAbsolute(file) ? file : join(from, file), "utf8"));
}

async function check(/** @type {string} */ file) {
  let parsed;
  try {
    parsed = read(file);
  } catch (error) {
    console.error(`not a vector file: ${error instanceof Error ? error.message : error}`);
    return 2;
  }
  const { checkVectors, Difference, NotVectors } = await load("check.ts");
  try {
    const { accepted, refused } = await checkVectors(parsed);
    const all = accepted + refused;
    console.log(`checked ${all} cases: ${accepted} accepted, ${refused} refused`);
    return 0;
  } catch (error) {
    if (error instanceof NotVectors) {
      console.error(`not a vector file: ${/** @type {Error} */ (error).message}`);
      return 2;
    }
    if (!(error instanceof Difference)) throw error;
    console.error(`difference: ${/** @type {Error} */ (error).message}`);
    return 1;
  }
}

async function make(/** @type {string} */ seed) {
  const { makeVectors } = await load("make.ts");
  console.log(JSON.stringify(await makeVectors(seed), null, 1));
  return 0;
}

const [action, argument, ...more] = process.argv.slice(2);
const actions = new Map([
  ["check", check],
  ["make", make],
]);
const run = actions.get(action ?? "");
if (run === undefined || argument === undefined || more.length > 0) {
  console.error("usage: npm run --silent vectors -- FILE | npm run --silent vectors:make -- SEED");
  process.exitCode = 2;
} else {
  process.exitCode = await run(argument);
}
