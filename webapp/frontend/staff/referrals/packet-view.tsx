// A packet on screen and on paper: exactly what whoever receives it will read.

import type { Packet, PacketItem, Said, Value } from "../logic/packet.ts";
import {
  itemFacts,
  itemLabel,
  itemValue,
  packetFacts,
  packetNote,
  saidBy,
} from "./packet-words.ts";

const isThread = (value: Value): value is Said[] =>
  Array.isArray(value) && value.some((line) => typeof line === "object");

function Facts({ facts }: { facts: [string, string][] }) {
  if (facts.length === 0) return null;
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Item({ item }: { item: PacketItem }) {
  const { value } = item;
  return (
    <section class="packet-item">
      <h3 dir="auto">{itemLabel(item)}</h3>
      <Facts facts={itemFacts(item)} />
      {isThread(value) ? (
        <ol class="packet-thread">
          {value.map((line, index) => (
            <li key={index} dir="auto">
              <strong>{saidBy(line)}</strong> {line.text}
            </li>
          ))}
        </ol>
      ) : (
        <p class="message-text" dir="auto">
          {itemValue(item, value)}
        </p>
      )}
    </section>
  );
}

export function PacketView({ packet }: { packet: Packet }) {
  return (
    <article class="packet">
      <Facts facts={packetFacts(packet)} />
      {packet.items.map((item) => (
        <Item key={item.code} item={item} />
      ))}
      <p class="quiet-line">{packetNote(packet)}</p>
    </article>
  );
}
