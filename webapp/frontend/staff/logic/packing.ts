// Anything that a screen keeps, as bytes and back: JSON that also knows bytes, maps and sets.

import { fromB64, jsonBytes, toB64 } from "../../lib/bytes.ts";

const BYTES = "$bytes";
const MAP = "$map";
const SET = "$set";

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { [BYTES]: toB64(value) };
  if (value instanceof Map) return { [MAP]: [...value] };
  if (value instanceof Set) return { [SET]: [...value] };
  return value;
}

function lively(_key: string, value: unknown): unknown {
  const it = value as Record<string, never> | null;
  if (typeof it !== "object" || it === null) return value;
  if (typeof it[BYTES] === "string") return fromB64(it[BYTES]);
  if (Array.isArray(it[MAP])) return new Map(it[MAP] as [unknown, unknown][]);
  if (Array.isArray(it[SET])) return new Set(it[SET] as unknown[]);
  return value;
}

export const packed = (value: unknown): Uint8Array =>
  jsonBytes(JSON.parse(JSON.stringify(value, plain)));

export const unpacked = (bytes: Uint8Array): unknown =>
  JSON.parse(new TextDecoder().decode(bytes), lively);
