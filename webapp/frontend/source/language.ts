// Another language by one tap: the page is fetched anew, what was typed stays, and no trace is left.
import { all, one } from "./dom.ts";
import { parsePage } from "./policy.ts";
import { state } from "./state.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

const keyOf = (field: Field) => `${field.name}=${field.type === "radio" ? field.value : ""}`;

/** What is typed and chosen now, by field. */
function typedNow(): Map<string, Field> {
  return new Map(all<Field>("[name]:not(meta)").map((field) => [keyOf(field), field]));
}

function carryOver(typed: ReadonlyMap<string, Field>): void {
  for (const field of all<Field>("[name]:not(meta)")) {
    const before = typed.get(keyOf(field));
    if (before === undefined) continue;
    if (field instanceof HTMLInputElement && before instanceof HTMLInputElement) {
      field.checked = before.checked;
    }
    if (field.type !== "radio") field.value = before.value;
  }
}

async function fetchPage(language: string): Promise<Document> {
  const headers = { "Accept-Language": language };
  const response = await fetch("/", { headers, cache: "no-store", credentials: "omit" });
  if (!response.ok) throw new Error("no page");
  return parsePage(await response.text());
}

/** Swaps the page's words; `redraw` brings back what the script had drawn. */
export async function changeLanguage(language: string, redraw: () => void): Promise<void> {
  let page: Document;
  try {
    page = await fetchPage(language);
  } catch {
    return; // the line does not answer: the page stays as it is, and nothing is lost
  }
  const typed = typedNow();
  const { lang, dir } = page.documentElement;
  document.documentElement.lang = lang;
  document.documentElement.dir = dir;
  document.title = page.title;
  document.body.replaceWith(page.body);
  carryOver(typed);
  redraw();
  one(`[data-do="language"][value="${state.view && language}"]`).focus();
}
