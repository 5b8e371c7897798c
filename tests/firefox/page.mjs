// What is asked of a page. Each function is carried into the page by its text, so it stands alone.

/** What has the focus: its name, its place among the page's controls, and whether it can be seen. */
export function described() {
  const controls = "a[href], button, summary, textarea, input:not([type=hidden])";
  const it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) return null;
  const box = it.getBoundingClientRect();
  const on = document.elementFromPoint(
    box.left + box.width / 2,
    box.top + Math.min(box.height / 2, 20),
  );
  const ring = [it, ...(it.labels ?? [])].map((one) => getComputedStyle(one));
  const beside = it.nextElementSibling && getComputedStyle(it.nextElementSibling);
  return {
    name: (it.labels?.[0] ?? it).innerText.replace(/\s+/g, " ").trim(),
    tag: it.localName,
    place: [...document.querySelectorAll(controls)].indexOf(it),
    top: Math.round(box.top + scrollY),
    inside: it.closest("main") !== null,
    visible:
      on !== null &&
      (it.contains(on) || [...(it.labels ?? [])].some((label) => label.contains(on))),
    ringed: [...ring, ...(beside ? [beside] : [])].some(
      (style) => style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2,
    ),
  };
}

/** How wide the page is, its headings, and the kinds of what it says in the order of reading. */
export function laidOut() {
  const root = document.documentElement;
  const room = root.clientWidth;
  const shown = [...document.querySelectorAll("body *")].filter((it) => it.checkVisibility());
  const kinds = { H1: "heading", P: "text", OL: "text", LABEL: "label", LEGEND: "label" };
  const control = "button, summary, textarea, input, a[href]";
  const main = shown.filter((it) => it.closest("main") && !it.closest(".demo, .error"));
  return {
    headings: [...document.querySelectorAll("h1")]
      .filter((it) => it.checkVisibility())
      .map((it) => it.innerText),
    screen: window.innerWidth,
    beyond: window.scrollMaxX,
    wide: shown
      .filter(
        (it) =>
          it.getBoundingClientRect().right > room + 0.5 || it.scrollWidth > it.clientWidth + 1,
      )
      .filter((it) => getComputedStyle(it).display !== "inline")
      .map((it) => it.outerHTML.slice(0, 120)),
    order: main.map((it) => (it.matches(control) ? "control" : kinds[it.tagName])).filter(Boolean),
    controls: [
      ...document.querySelectorAll("a[href], button, summary, textarea, input:not([type=hidden])"),
    ]
      .map((it, place) => ({ it, place }))
      .filter(({ it }) => it.checkVisibility())
      .map(({ it, place }) => ({ place, group: it.type === "radio" ? it.name : "" })),
  };
}

/** The text of everything that a selector finds and that can be seen; of a field, what stands in it. */
export function listed(selector) {
  return [...document.querySelectorAll(selector)]
    .filter((it) => it.checkVisibility())
    .map((it) => (it.matches("textarea, input") ? it.value : it.innerText));
}

/** The first such element that can be seen, or null. */
export function visible(selector) {
  return [...document.querySelectorAll(selector)].find((it) => it.checkVisibility()) ?? null;
}

/** How far down each such element begins that can be seen. */
export function tops(selector) {
  return [...document.querySelectorAll(selector)]
    .filter((it) => it.checkVisibility())
    .map((it) => Math.round(it.getBoundingClientRect().top));
}

/** Whether something that can be seen says this. */
export function shows(selector, text) {
  return [...document.querySelectorAll(selector)].some(
    (it) => it.checkVisibility() && it.innerText.includes(text),
  );
}

/** Whether the page has WebAssembly, and how many milliseconds its engine takes for a million steps. */
export function engine() {
  const begun = performance.now();
  let number = 1;
  for (let step = 0; step < 1_000_000; step++) number = (number * 31 + step) | 0;
  return { wasm: typeof WebAssembly, million: performance.now() - begun };
}

/** The longest pause of the page since it was first asked, in milliseconds: so long no tap was answered. */
export function longestPause() {
  if (window.pauses === undefined) {
    window.pauses = { longest: 0, last: performance.now() };
    setInterval(() => {
      const now = performance.now();
      window.pauses.longest = Math.max(window.pauses.longest, now - window.pauses.last);
      window.pauses.last = now;
    }, 10);
  }
  return window.pauses.longest;
}
