// The one Trusted Types policy: it lets through this page fetched anew, and scripts of this origin, nothing else.
interface Policy {
  createHTML(text: string): string;
  createScriptURL(address: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

function ownAddress(address: string): string {
  const { origin, href } = new URL(address, location.href);
  if (origin !== location.origin) throw new TypeError("not of this origin");
  return href;
}

const rules: Policy = { createHTML: (text) => text, createScriptURL: ownAddress };
const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy("quietline", rules) ?? rules;

/** The address of a script, if it is ours. */
export const scriptAddress = (address: string): string => policy.createScriptURL(address);

/** Parts of the page that are fetched when somebody needs them. */
export type PartPath = "/more" | "/thread" | "/files" | "/know" | `/ask?form=${number}`;

/** A page of ours in this language, as a document in which nothing runs. */
export async function fetchPage(
  path: `/?form=${string}` | PartPath,
  language: string,
): Promise<Document> {
  const headers = { "Accept-Language": language };
  const response = await fetch(path, { headers, cache: "no-store", credentials: "omit" });
  if (!response.ok) throw new Error("no page");
  const html = policy.createHTML(await response.text());
  return new DOMParser().parseFromString(html, "text/html");
}
