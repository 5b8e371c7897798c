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

/** This page's own HTML as a document in which nothing runs; only `fetchPage` may hand it in. */
export function parsePage(html: string): Document {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}
