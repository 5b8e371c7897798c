// A packet's things and facts by name, in the reader's language: for the screen, the page and paper.

import { fieldLabel, fieldValue } from "../cases/record-view.ts";
import { day, hour } from "../i18n/format.ts";
import { directionOf, language, t, term } from "../i18n/i18n.ts";
import type { Packet, PacketItem, Said, Value } from "../logic/packet.ts";
import { type Names, packetPage } from "../logic/packet-page.ts";
import { excerpt } from "../logic/prefill.ts";
import { isTerm } from "../logic/terms.ts";

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
  const name = isTerm("section", kind) ? term("section", kind) : kind;
  return item.title ? `${name}: ${item.title}` : name;
}

/** A thing's words; codes by name. */
export const itemValue = (item: PacketItem, value: string | string[]): string =>
  fieldValue(flatKey(item.code), value);

/** Who said a line of a thread, and when. */
export const saidBy = ({ from, hour: when }: Said): string =>
  `${t(from === "desk" ? "item.from-desk" : "item.from-source")}, ${hour(when)}:`;

/** What stands at a packet's head. */
export function packetFacts(packet: Packet): [string, string][] {
  return [
    [t("referral.to"), packet.recipient.name],
    [t("referral.mode"), term("referral_mode", packet.mode)],
    [t("referral.ground"), term("ground", packet.ground)],
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
    title: t("packet.title"),
    facts: packetFacts(packet),
    label: itemLabel,
    value: itemValue,
    said: saidBy,
    note: t("packet.note"),
  };
  return packetPage(packet, names);
}
