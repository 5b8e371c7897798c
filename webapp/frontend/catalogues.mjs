// Turns the desk's gettext catalogues into the JSON that the desk's browser code loads.
//
// webapp/translations/LANG/LC_MESSAGES/desk.po becomes staff/LANG.json:
//   {"language": "en", "categories": ["one", "other"], "messages": {KEY: TEXT or [TEXT, …]}}
// A plural entry is an array in the order of `categories`, which are CLDR's names: the text for n is
//   forms[categories.indexOf(new Intl.PluralRules(language).select(n))], else the last ("other").
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { po } from "gettext-parser";

const CLDR_ORDER = ["zero", "one", "two", "few", "many", "other"];

/** The CLDR categories behind gettext's numbered plural forms, in the order that Babel numbers them. */
function categoriesOf(/** @type {string} */ language, /** @type {number} */ forms) {
  if (forms === 1) return ["other"];
  if (forms === 2) return ["one", "other"];
  const known = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const ordered = CLDR_ORDER.filter((category) => known.some((name) => name === category));
  if (ordered.length !== forms) {
    throw new Error(`${language}: ${forms} plural forms, but CLDR names ${ordered.join(", ")}`);
  }
  return ordered;
}

/** One catalogue as a JSON file; keys are sorted, so that the order in the .po changes no hash. */
function compile(/** @type {string} */ language, /** @type {string} */ path) {
  const catalogue = po.parse(readFileSync(path), { defaultCharset: "utf-8" });
  const entries = Object.values(catalogue.translations[""] ?? {}).filter(
    ({ msgid }) => msgid !== "",
  );
  const count = /nplurals\s*=\s*(\d)/.exec(catalogue.headers["Plural-Forms"] ?? "")?.[1] ?? "2";
  const messages = entries
    .map(({ msgid, msgid_plural, msgstr }) => {
      if (msgstr.length === 0 || msgstr.includes(""))
        throw new Error(`${path}: ${msgid} has no text`);
      return /** @type {const} */ ([msgid, msgid_plural === undefined ? msgstr[0] : msgstr]);
    })
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const content = {
    language,
    categories: categoriesOf(language, Number(count)),
    messages: Object.fromEntries(messages),
  };
  return { name: `staff/${language}.json`, content: Buffer.from(JSON.stringify(content)) };
}

/** Every language's desk catalogue that is there, as files to publish. */
export function catalogues(/** @type {string} */ folder) {
  const languages = existsSync(folder) ? readdirSync(folder).sort() : [];
  return languages
    .map((language) => ({ language, path: join(folder, language, "LC_MESSAGES", "desk.po") }))
    .filter(({ path }) => existsSync(path))
    .map(({ language, path }) => compile(language, path));
}
