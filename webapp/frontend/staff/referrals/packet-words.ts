// A packet's things and facts by name, in the reader's language: for the screen, the page and paper.

import { fieldLabel, fieldValue, kindName, sectionTitle } from "../cases/record-view.ts";
import { day, hour } from "../i18n/format.ts";
import { directionOf, language, t, term } from "../i18n/i18n.ts";
import type { Flat } from "../logic/merge.ts";
import { EXPORT, type Packet, type PacketItem, type Said, type Value } from "../logic/packet.ts";
import { type Names, packetPage } from "../logic/packet-page.ts";
import { excerpt } from "../logic/prefill.ts";

const flatKey = (code: string): string => code.replace(/^field\./, "fields.");

const BEGINNING = 48;

/** When a conversation began and with which words: a case may have several. */
function threadLabel(value: Value): string {
  const first = Array.isArray(value) ? value.find((line) => typeof line === "object") : undefined;
  if (first === undefined) return t("packet.thread");
  return `${t("packet.thread")}, ${hour(first.hour)}: ${excerpt(first.text, BEGINNING)}`;
}

/** The name of a thing that can leave a case. */
export function itemLabel(item: PacketItem): string {
  if (item.code === "number") return t("packet.number");
  if (item.code.startsWith("thread.")) return threadLabel(item.value);
  if (!item.code.startsWith("section.")) return fieldLabel(flatKey(item.code));
  const kind = item.kind ?? "";
  const title = sectionTitle(kind, flatOf(item));
  return title === "" ? kindName(kind) : `${kindName(kind)}: ${title}`;
}

/** A section's fields as the form has them. */
function flatOf({ title = "", fields = {} }: PacketItem): Flat {
  const named = Object.entries(fields).map(([name, value]) => [`fields.${name}`, value]);
  return { title, ...Object.fromEntries(named) };
}

/** A section's fields by name, codes by name. */
export const itemFacts = ({ fields = {} }: PacketItem): [string, string][] =>
  Object.entries(fields).map(([name, value]) => {
    const key = `fields.${name}`;
    return [fieldLabel(key), fieldValue(key, value)];
  });

/** A thing's words; codes by name. */
export const itemValue = (item: PacketItem, value: string | string[]): string =>
  fieldValue(flatKey(item.code), value);

/** Who said a line of a thread, and when. */
export const saidBy = ({ from, hour: when }: Said): string =>
  `${t(from === "desk" ? "item.from-desk" : "item.from-source")}, ${hour(when)}:`;

const isExport = ({ mode }: Packet): boolean => mode === EXPORT;

export const packetTitle = (packet: Packet): string =>
  isExport(packet) ? t("export.packet-title") : t("packet.title");

export const packetNote = (packet: Packet): string =>
  isExport(packet) ? t("export.packet-note") : t("packet.note");

/** What stands at a packet's head. */
export function packetFacts(packet: Packet): [string, string][] {
  const { greeting } = packet;
  const known: [string, string][] = greeting ? [[t("packet.greeting"), greeting]] : [];
  return [
    [isExport(packet) ? t("export.purpose") : t("referral.to"), packet.recipient.name],
    [t("referral.mode"), term("referral_mode", packet.mode)],
    [t("referral.ground"), term("ground", packet.ground)],
    ...known,
    [t("referral.made"), hour(packet.made)],
    [t("referral.expires"), day(packet.expires_on)],
    [t("referral.reference"), packet.release.slice(0, 8)],
  ];
}

/** The packet as a page of its own, in the language that is on screen. */
export function pageOf(packet: Packet): string {
  const names: Names = {
    language: language.value,
    direction: directionOf(language.value),
    title: packetTitle(packet),
    facts: packetFacts(packet),
    label: itemLabel,
    value: itemValue,
    itemFacts,
    said: saidBy,
    note: packetNote(packet),
  };
  return packetPage(packet, names);
}
