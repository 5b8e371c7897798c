// What a table says of a word that somebody else chose: every object has a "constructor", no table of ours.

export const own = <T>(among: Readonly<Partial<Record<string, T>>>, name: string): T | undefined =>
  Object.hasOwn(among, name) ? among[name] : undefined;
