// A packet that came from outside, between its bytes and the page: anything but a packet is refused.

import { isObject } from "./answers.ts";
import type { Packet, PacketItem, Said, Value } from "./packet.ts";

const isText = (value: unknown): value is string => typeof value === "string";

function said(value: unknown): Said | null {
  if (!isObject(value) || !isText(value.hour) || !isText(value.text)) return null;
  return { from: value.from === "desk" ? "desk" : "source", hour: value.hour, text: value.text };
}

function valueIn(value: unknown): Value | null {
  if (isText(value)) return value;
  if (!Array.isArray(value)) return null;
  if (value.every(isText)) return value;
  const lines = value.map(said);
  return lines.every((line) => line !== null) ? lines : null;
}

function fieldsIn(value: unknown): Record<string, string | string[]> | null {
  if (!isObject(value)) return null;
  const fit = Object.values(value).every(
    (each) => isText(each) || (Array.isArray(each) && each.every(isText)),
  );
  return fit ? (value as Record<string, string | string[]>) : null;
}

function itemOf(found: unknown): PacketItem | null {
  if (!isObject(found) || !isText(found.code)) return null;
  const value = valueIn(found.value);
  if (value === null) return null;
  const kind = isText(found.kind) ? { kind: found.kind } : {};
  const title = isText(found.title) ? { title: found.title } : {};
  const known = fieldsIn(found.fields);
  const fields = known === null ? {} : { fields: known };
  return { code: found.code, ...kind, ...title, ...fields, value };
}

/** The packet that this text holds, or null. */
export function readPacket(text: string): Packet | null {
  try {
    const found: unknown = JSON.parse(text);
    if (!isObject(found) || found.format !== "quietline referral 1") return null;
    const { release, made, recipient, mode, ground, expires_on, items } = found;
    const all = Array.isArray(items) ? items.map(itemOf) : [null];
    if (!isObject(recipient) || !isText(recipient.name) || !isText(recipient.kind)) return null;
    if (![release, made, mode, ground, expires_on].every(isText)) return null;
    if (found.greeting !== undefined && !isText(found.greeting)) return null;
    if (all.some((item) => item === null)) return null;
    return { ...found, items: all } as Packet;
  } catch {
    return null;
  }
}
