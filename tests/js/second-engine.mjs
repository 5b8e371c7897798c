// A second engine's eye on the pages: pa11y (HTML_CodeSniffer) in Debian's Chromium, one view after the other.
//
//   node second-engine.mjs CHROMIUM '[{"name": "home", "url": "http://…", "language": "en", "actions": []}]'
//
// prints {"home": [], …}: of each view what is wrong with it.
import pa11y from "pa11y";
import puppeteer from "puppeteer-core";

const [executablePath, views] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"] });
const found = {};
try {
  for (const { name, url, language, actions } of JSON.parse(views)) {
    const { issues } = await pa11y(url, {
      browser,
      actions,
      headers: { "Accept-Language": language },
      viewport: { width: 320, height: 640 },
      standard: "WCAG2AA",
      runners: ["htmlcs"],
      timeout: 90_000,
    });
    found[name] = issues.map(({ code, context, message }) => [code, message, context]);
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(found));
