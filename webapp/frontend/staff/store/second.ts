// Where a second secret comes from: the words of a card, this browser's memory of them, or a passkey.

import { fromB64 } from "../../lib/bytes.ts";
import { deviceKeyFromWords } from "../../lib/devicekey.ts";
import { METHOD_DEVICE, METHOD_PASSKEY } from "../../lib/staff.ts";
import { Told } from "../ui/explain.ts";
import { usePasskey } from "../vault/passkey.ts";
import { browserPins } from "./pins.ts";

/** How somebody means to show their second secret; `words` are read only where none are kept. */
export type SecondSource =
  | { kind: "passkey" }
  | { kind: "kept" }
  | { kind: "words"; words: string };

export interface Second {
  method: number;
  secret: Uint8Array;
  /** Which method it is, where the second secret itself says so. */
  methodId: string | null;
}

const device = (secret: Uint8Array): Second => ({ method: METHOD_DEVICE, secret, methodId: null });

function fromWords(words: string): Second {
  try {
    return device(deviceKeyFromWords(words));
  } catch {
    throw new Told("sign-in.device-wrong");
  }
}

/** The secret itself, for this person; whoever takes it overwrites it. */
export async function takeSecond(
  source: SecondSource,
  who: { site: string; staffId: string; name: string },
): Promise<Second> {
  if (source.kind === "words") return fromWords(source.words);
  if (source.kind === "kept") {
    const kept = await browserPins.device(who.name);
    if (kept === null) throw new Told("sign-in.device-gone");
    return device(kept);
  }
  const { second, staffId, methodId } = await usePasskey(fromB64(who.site));
  if (staffId !== who.staffId) throw new Told("passkey.other-person");
  return { method: METHOD_PASSKEY, secret: second, methodId };
}
