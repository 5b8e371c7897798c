// From papers in hand to a site: make the body once, send it, and after a lost answer find out whose
// site it is.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import { call, Problem, type Transport, Unreachable } from "../api/http.ts";
import type { Site } from "../api/types.ts";
import { stretch } from "../argon.ts";
import { explain } from "../ui/explain.ts";
import { foundSite } from "./ceremony.ts";
import { demo, failure, held, keepOnly, step } from "./state.ts";

const transport: Transport = {
  fetch: (input, init) => fetch(input, init),
  token: () => null,
  expired: () => undefined,
};

const site = (): Promise<Site> => call<Site>(transport, "GET", "/site");

/** Is there a site already? Nothing can be set up then. */
export async function look(): Promise<void> {
  try {
    const here = await site();
    demo.value = here.demo;
    step.value = here.set_up ? "exists" : "start";
  } catch {
    step.value = "unreachable";
  }
}

/** Raises a Problem where this is not the code. */
export const tryCode = (code: string): Promise<null> =>
  call<null>(transport, "POST", "/setup/code", { code });

async function makeBody(): Promise<void> {
  const { office, device, name, displayName, passphrase, body } = held;
  if (body !== null) return;
  if (office === null || device === null) throw new Error("no keys");
  keepOnly(await foundSite(office, { name, displayName, passphrase, device }, stretch, new Date()));
}

/** There is a site: is its root the one on our paper? */
async function whoseIsIt(): Promise<"ours" | "another" | "none"> {
  const now = await site();
  if (!now.set_up || now.root_vk === null) return "none";
  const ours = held.rootVk !== null && toB64(held.rootVk) === toB64(fromB64(now.root_vk));
  return ours ? "ours" : "another";
}

const ENDS = { ours: "done", another: "taken" } as const;

async function settle(reason: unknown): Promise<void> {
  const whose = await whoseIsIt();
  if (whose !== "none") {
    step.value = ENDS[whose];
  } else if (reason instanceof Problem && reason.slug === "setup-code") {
    step.value = "code";
  } else if (reason instanceof Unreachable) {
    step.value = "lost";
  } else {
    failure.value = explain(reason);
    step.value = "failed";
  }
}

/** The site exists and is ours, or the page says how it stands; the same bytes may be sent again. */
export async function send(): Promise<void> {
  step.value = "sending";
  try {
    await makeBody();
    await call(transport, "POST", "/setup", { ...held.body, code: held.code });
    step.value = "done";
  } catch (reason) {
    await settle(reason).catch(() => {
      step.value = "lost";
    });
  }
}

/** With another code: the papers stay good. */
export async function sendWith(code: string): Promise<void> {
  held.code = code;
  await send();
}
