// Changes of a draft of the library, each giving a new one.

import type { Group, Material, MaterialsBody } from "./types.ts";

const MOST = 40;
const EMPTY = { en: "", es: "", ar: "" };

export const ofGroup = ({ materials }: MaterialsBody, group: Group): Material[] =>
  materials.filter((material) => material.group === group);

export const canAdd = ({ materials }: MaterialsBody): boolean => materials.length < MOST;

/** A key that none of them has: what ships never begins like this. */
function freshKey({ materials }: MaterialsBody): string {
  const taken = new Set(materials.map(({ key }) => key));
  let n = 1;
  while (taken.has(`own_${n}`)) n += 1;
  return `own_${n}`;
}

/** An empty one at the end of its group. */
export function added(body: MaterialsBody, group: Group): { body: MaterialsBody; key: string } {
  const key = freshKey(body);
  const material: Material = { key, group, title: EMPTY, text: EMPTY };
  return { body: { materials: [...body.materials, material] }, key };
}

export const changed = (
  { materials }: MaterialsBody,
  key: string,
  change: Partial<Material>,
): MaterialsBody => ({
  materials: materials.map((it) => (it.key === key ? { ...it, ...change } : it)),
});

export const without = ({ materials }: MaterialsBody, key: string): MaterialsBody => ({
  materials: materials.filter((it) => it.key !== key),
});

/** It changes places with the one before or after it in its group. */
export function moved(body: MaterialsBody, key: string, by: 1 | -1): MaterialsBody {
  const { materials } = body;
  const from = materials.findIndex((it) => it.key === key);
  const one = materials[from];
  if (one === undefined) return body;
  const row = ofGroup(body, one.group);
  const other = row[row.indexOf(one) + by];
  if (other === undefined) return body;
  const swapped = (it: Material): Material => (it === one ? other : it === other ? one : it);
  return { materials: materials.map(swapped) };
}

/** Theirs with these materials, and the order if it is named, of mine. */
export function withParts(
  theirs: MaterialsBody,
  mine: MaterialsBody,
  parts: readonly string[],
): MaterialsBody {
  const kept = new Set(parts);
  const own = mine.materials.filter(({ key }) => kept.has(key));
  const others = theirs.materials.filter(({ key }) => !kept.has(key));
  const order = (kept.has(ORDER) ? [mine, theirs] : [theirs, mine]).flatMap(keysOf);
  const place = ({ key }: Material): number => order.indexOf(key);
  return { materials: [...others, ...own].sort((a, b) => place(a) - place(b)) };
}

/** The part of a library that is the order of its materials. */
export const ORDER = "order:";

const keysOf = ({ materials }: MaterialsBody): string[] => materials.map(({ key }) => key);

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const told = (material: Material | undefined): unknown =>
  material && [material.group, ...LANGUAGES.map((it) => [material.title[it], material.text[it]])];

const LANGUAGES = ["en", "es", "ar"] as const;

export const materialIn = ({ materials }: MaterialsBody, key: string): Material | undefined =>
  materials.find((it) => it.key === key);

/** The materials in which two libraries differ, and their order where those that both have stand otherwise. */
export function differing(one: MaterialsBody, other: MaterialsBody): string[] {
  const [mine, theirs] = [keysOf(one), keysOf(other)];
  const keys = [...new Set([...mine, ...theirs])];
  const differ = keys.filter(
    (key) => !same(told(materialIn(one, key)), told(materialIn(other, key))),
  );
  const inBoth = (of: string[], also: string[]) => of.filter((key) => also.includes(key));
  const moves = !same(inBoth(mine, theirs), inBoth(theirs, mine));
  return moves ? [...differ, ORDER] : differ;
}
