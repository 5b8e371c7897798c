// The one Trusted Types policy of the desk: it lets through worker addresses of our own origin and
// nothing else, so no text can ever become a script or markup here.

interface Policy {
  createScriptURL(url: string): unknown;
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

function sameOrigin(url: string): string {
  const full = new URL(url, location.href);
  if (full.origin !== location.origin) throw new TypeError("a worker of another origin");
  return full.href;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const policy = factory?.createPolicy("quietline", { createScriptURL: sameOrigin });

/** A worker from a same-origin address, under Trusted Types where the browser has them. */
export function startWorker(url: string): Worker {
  const address = policy === undefined ? sameOrigin(url) : policy.createScriptURL(url);
  return new Worker(address as string);
}
