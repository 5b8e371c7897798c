// What Firefox's reader view takes out of a page, by Firefox's own two scripts; nothing where it finds none.
//
//   node reader.mjs JSDOMParser.js Readability.js <page.xml
//
// Firefox writes the page out as it stands (`ReaderMode.sys.mjs`) and lets them read that.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const scripts = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
// One script, so that each knows the other's names, and nothing of Node's modules.
const [Parser, Reader] = runInThisContext(`(() => { ${scripts.join("\n")}
  return [JSDOMParser, Readability]; })()`);
const page = new Parser().parse(readFileSync(0, "utf8"), "http://localhost/");
const article = new Reader(page).parse();
process.stdout.write(JSON.stringify(article?.textContent.trim() ?? ""));
