// Debian's Firefox as people have it, with these preferences, driven over WebDriver BiDi.
//
//   node driver.mjs FIREFOX '{"javascript.enabled": false}' 20000
//
// Every line on standard input is a command, {"do": "press", "key": "Tab"}; every command is
// answered by one line, {"ok": …} or {"error": "…"}, after so many milliseconds at the latest.
// The end of the input closes the browser. What is asked of the page is asked from outside of it:
// Firefox answers its driver in pages whose own scripts never run.
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";
import { described, engine, laidOut, listed, longestPause, shows, tops, visible } from "./page.mjs";

const SCREEN = { width: 320, height: 640 };
const LOOK = 50; // milliseconds between two looks at a page that is waited for

const [executablePath, preferences, patience] = process.argv.slice(2);
const PATIENCE = Number(patience);
const browser = await puppeteer.launch({
  browser: "firefox",
  protocol: "webDriverBiDi",
  executablePath,
  headless: true,
  extraPrefsFirefox: JSON.parse(preferences),
});
let person;
let page;

/** Somebody new, without cookies or history, comes to this address. */
async function open({ url }) {
  await person?.close();
  person = await browser.createBrowserContext();
  page = await person.newPage();
  await page.setViewport(SCREEN);
  page.setDefaultTimeout(PATIENCE);
  await page.goto(url);
  return await browser.version();
}

/** One stop back; the keyboard's way out of a page's end would leave the page for the browser's own bar. */
async function before() {
  await page.keyboard.down("Shift");
  await page.keyboard.press("Tab");
  await page.keyboard.up("Shift");
}

/** A press on the first such control that can be seen, once there is one. */
async function tap({ selector }) {
  const found = await page.waitForFunction(visible, { polling: LOOK }, selector);
  await found.asElement().click();
}

/** A person chooses these files where the page asks for some. */
async function choose({ selector, paths }) {
  const field = await page.$(selector);
  await field.uploadFile(...paths);
}

/** Waits until this can be seen somewhere; gives the page's own clock, in milliseconds. */
async function see({ selector, text }) {
  await page.waitForFunction(shows, { polling: LOOK }, selector, text);
  return await page.evaluate(() => performance.now());
}

/** Something that leads to another page, and that page has arrived. */
async function arrived(step) {
  await Promise.all([page.waitForNavigation(), step()]);
  return page.url();
}

const COMMANDS = {
  open,
  press: ({ key }) => page.keyboard.press(key),
  before,
  go: ({ key }) => arrived(() => page.keyboard.press(key)),
  back: () => arrived(() => page.goBack()),
  // Of a page that the browser had kept its driver never hears that it has arrived.
  leap: () => void page.goBack().catch(() => undefined),
  at: () => page.evaluate(() => location.href).catch(() => ""),
  visit: ({ url }) => page.goto(url).then(() => page.url()),
  reload: () => page.reload().then(() => page.url()),
  tap,
  see,
  choose,
  engine: () => page.evaluate(engine),
  narrow: ({ width }) => page.setViewport({ ...SCREEN, width: Number(width) }),
  tops: ({ selector }) => page.evaluate(tops, selector),
  pause: () => page.evaluate(longestPause),
  type: ({ text }) => page.keyboard.type(text),
  focus: () => page.evaluate(described),
  layout: () => page.evaluate(laidOut),
  read: ({ selector }) => page.evaluate(listed, selector),
  whole: () => page.evaluate(() => document.documentElement.outerHTML),
  picture: ({ path }) => page.screenshot({ path, fullPage: true }).then(() => path),
};

/** The answer to one command; a command that takes too long is an error. */
async function answer(line) {
  const { do: name, ...given } = JSON.parse(line);
  let timer;
  const late = new Promise((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`${name}: no answer`)), PATIENCE);
  });
  try {
    return { ok: (await Promise.race([COMMANDS[name](given), late])) ?? null };
  } catch (error) {
    return { error: `${name}: ${error.message}` };
  } finally {
    clearTimeout(timer);
  }
}

process.stdout.write(`${JSON.stringify({ ok: await browser.version() })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
await browser.close();
