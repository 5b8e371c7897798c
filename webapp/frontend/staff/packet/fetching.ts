// From a link and spoken words to a packet: fetched once, opened here, and then gone from the server.

import { exactly, fromB64, randomBytes, toB64 } from "../../lib/bytes.ts";
import { Problem, type Transport } from "../api/http.ts";
import { referralCalls } from "../api/referral-calls.ts";
import type { Packet } from "../logic/packet.ts";
import { readPacket } from "../logic/read-packet.ts";
import { Told } from "../ui/explain.ts";
import { authOf, openedByLink, unpacked } from "../vault/packet-file.ts";

const transport: Transport = {
  fetch: (input, init) => fetch(input, init),
  token: () => null,
  expired: () => undefined,
};
const api = referralCalls(transport);

/** The link's secret, or null where the address holds none; the address forgets it at once. */
export function secretIn(fragment: string): Uint8Array | null {
  try {
    return exactly(32, fromB64(fragment.replace(/^#/, "")), "secret");
  } catch {
    return null;
  }
}

export interface Opened {
  packet: Packet;
  archive: Uint8Array;
  /** The server said that it has it no more. */
  gone: boolean;
}

export interface Opening {
  open: (words: string) => Promise<Opened>;
}

const TRIES = 4;
const PAUSE_MS = 400;

const REFUSED: Record<string, string> = {
  "not-found": "packet.link-over",
  "taken-elsewhere": "packet.link-taken",
};

/** One link in one browser: what came is kept here, so that wrong words cost nothing. */
export function openingOf(secret: Uint8Array): Opening {
  const auth = toB64(authOf(secret));
  const visit = toB64(randomBytes(16));
  let sealed: Uint8Array | null = null;
  const fetched = async (): Promise<Uint8Array> => {
    try {
      sealed ??= fromB64((await api.takePacket(auth, visit)).sealed);
      return sealed;
    } catch (reason) {
      const id = reason instanceof Problem ? REFUSED[reason.slug] : undefined;
      throw id === undefined ? reason : new Told(id);
    }
  };
  /** Only once it is readable here may the server forget it. */
  const forgotten = async (): Promise<boolean> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        await api.packetOpened(auth, visit);
        return true;
      } catch {
        await new Promise((later) => setTimeout(later, PAUSE_MS * 2 ** tries));
      }
    }
    return false;
  };
  const open = async (words: string): Promise<Opened> => {
    const bytes = await fetched();
    const archive = await openedByLink(bytes, secret, words).catch(() => {
      throw new Told("packet.wrong-words");
    });
    const packet = readPacket(unpacked(archive));
    if (packet === null) throw new Told("packet.no-packet");
    return { packet, archive, gone: await forgotten() };
  };
  return { open };
}
