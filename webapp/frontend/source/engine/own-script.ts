// The worker's one Trusted Types policy: it lets through scripts that lie beside this one, nothing else.
interface Policy {
  createScriptURL(name: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

function beside(name: string): string {
  const { origin, href } = new URL(name, location.href);
  if (origin !== location.origin) throw new TypeError("not of this origin");
  return href;
}

const rules: Policy = { createScriptURL: beside };
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy("quietline", rules) ?? rules;

/** The address of a script of ours. */
export const ownScript = (name: string): string => policy.createScriptURL(name);
