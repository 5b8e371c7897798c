// A packet as one page to read: no script, nothing to load, every word escaped.

import { safe } from "./markup.ts";
import type { Packet, PacketItem, Said, Value } from "./packet.ts";

/** What the page's own words are, in the reader's language. */
export interface Names {
  language: string;
  direction: string;
  title: string;
  facts: readonly (readonly [string, string])[];
  label: (item: PacketItem) => string;
  value: (item: PacketItem, value: string | string[]) => string;
  itemFacts: (item: PacketItem) => readonly (readonly [string, string])[];
  said: (line: Said) => string;
  note: string;
}

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}" +
  "dt{font-weight:600;margin-top:.75rem}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}" +
  "p,li{white-space:pre-wrap;overflow-wrap:anywhere}footer{margin-top:2rem;font-size:.875rem}";

const isThread = (value: Value): value is Said[] =>
  Array.isArray(value) && value.some((line) => typeof line === "object");

const list = (facts: readonly (readonly [string, string])[]): string =>
  facts.map(([name, value]) => `<dt>${safe(name)}</dt><dd dir="auto">${safe(value)}</dd>`).join("");

function body(item: PacketItem, names: Names): string {
  const { value } = item;
  const facts = names.itemFacts(item);
  const before = facts.length > 0 ? `<dl>${list(facts)}</dl>` : "";
  if (!isThread(value)) return `${before}<p dir="auto">${safe(names.value(item, value))}</p>`;
  const lines = value.map(
    (line) => `<li dir="auto"><b>${safe(names.said(line))}</b> ${safe(line.text)}</li>`,
  );
  return `<ol>${lines.join("")}</ol>`;
}

/** The page; opened anywhere, it runs nothing and asks nobody for anything. */
export function packetPage(packet: Packet, names: Names): string {
  const items = packet.items.map(
    (item) =>
      `<section><h2 dir="auto">${safe(names.label(item))}</h2>${body(item, names)}</section>`,
  );
  return [
    `<!doctype html><html lang="${safe(names.language)}" dir="${safe(names.direction)}"><head>`,
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
    '<meta name="referrer" content="no-referrer">',
    `<title>${safe(names.title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${safe(names.title)}</h1><dl>${list(names.facts)}</dl>`,
    ...items,
    `<footer>${safe(names.note)}</footer></body></html>`,
  ].join("");
}
