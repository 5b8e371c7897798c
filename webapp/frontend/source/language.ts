// Another language by one tap: the page is fetched anew, what was typed stays, and no trace is left.
import { all, CHOICES, one } from "./dom.ts";
import { fetchPlaced, place } from "./parts.ts";
import { fetchPage } from "./policy.ts";
import { formNow } from "./tip.ts";

// A text area takes `checked` too, and makes nothing of it.
type Field = HTMLInputElement;

const keyOf = (field: Field) =>
  `${field.name}=${field.matches(CHOICES) ? field.value : field.type}`;

/** What is typed and chosen now, by field. */
function typedNow(): Map<string, Field> {
  return new Map(all<Field>("[name]:not(meta)").map((field) => [keyOf(field), field]));
}

function carryOver(typed: ReadonlyMap<string, Field>): void {
  for (const field of all<Field>("[name]:not(meta)")) {
    const { value, checked } = typed.get(keyOf(field)) ?? field;
    Object.assign(field, { value, checked });
  }
}

/** Swaps the page's words; `redraw` brings back what the script had drawn. */
export async function changeLanguage(language: string, redraw: () => void): Promise<void> {
  let page: Document;
  let parts: Document[];
  try {
    // In the version with which the person began, also where another was published meanwhile.
    page = await fetchPage(`/?form=${formNow()?.version ?? 0}`, language);
    parts = await fetchPlaced(language);
  } catch {
    return; // the line does not answer: the page stays as it is, and nothing is lost
  }
  if (!document.body.firstChild) return; // the page was left meanwhile, and stays blank
  const typed = typedNow();
  const { lang, dir } = page.documentElement;
  document.documentElement.lang = lang;
  document.documentElement.dir = dir;
  document.title = page.title;
  document.body.replaceWith(page.body);
  for (const part of parts) place(part);
  carryOver(typed);
  redraw();
  one(`[data-do="language"][value="${language}"]`).focus();
}
