// A second engine's eye on the pages: pa11y (HTML_CodeSniffer) in Debian's Chromium, each view in a browser of its own.
//
//   node second-engine.mjs CHROMIUM '[{"name": "home", "url": "http://…", "language": "en", "actions": []}]'
//
// prints {"home": [], …}: of each view what is wrong with it.
import pa11y from "pa11y";
import puppeteer from "puppeteer-core";

const PATIENCE = 60_000; // milliseconds: a slow machine takes its time for the private words
const [executablePath, views] = process.argv.slice(2);

async function look({ name, url, language, actions }) {
  // pa11y would hold up every request to add a header, and never let those of a worker go on.
  const args = ["--no-sandbox", `--accept-lang=${language}`];
  const browser = await puppeteer.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    const { issues } = await pa11y(url, {
      browser,
      page,
      actions,
      viewport: { width: 320, height: 640 },
      standard: "WCAG2AA",
      runners: ["htmlcs"],
      timeout: PATIENCE,
    });
    return issues.map(({ code, context, message }) => [code, message, context]);
  } catch (cause) {
    throw new Error(`on the way to ${name}`, { cause });
  } finally {
    await browser.close();
  }
}

const found = {};
for (const view of JSON.parse(views)) found[view.name] = await look(view);
process.stdout.write(JSON.stringify(found));
