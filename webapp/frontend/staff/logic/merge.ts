// Two people saved the same record at once: which words differ, and what the merged record is.
// Nothing typed is dropped: every differing field is shown with both values and can be edited.

/** A record's editable words, flattened: "title", "fields.venue", … */
export type Flat = Record<string, string | string[]>;

export interface Difference {
  key: string;
  mine: string | string[];
  theirs: string | string[];
  /** The side that changed it since the revision both started from; "mine" where both did. */
  choice: "mine" | "theirs";
  /** Both sides changed it: the person has to look. */
  both: boolean;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Nothing picked, nothing typed and not there are the same nothing. */
const filled = (value: string | string[] | undefined): string | string[] =>
  value === undefined || value.length === 0 ? "" : value;

/** The fields in which the two versions differ, in the order of `mine`, then of `theirs`. */
export function differences(base: Flat, mine: Flat, theirs: Flat): Difference[] {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  return keys.flatMap((key) => {
    const [was, here, there] = [filled(base[key]), filled(mine[key]), filled(theirs[key])];
    if (same(here, there)) return [];
    const both = !same(was, here) && !same(was, there);
    return [{ key, mine: here, theirs: there, choice: same(was, here) ? "theirs" : "mine", both }];
  });
}

/** The merged record: theirs, with every differing field as chosen or as edited by hand. */
export function merged(theirs: Flat, chosen: ReadonlyMap<string, string | string[]>): Flat {
  return { ...theirs, ...Object.fromEntries(chosen) };
}

/** Both texts one under the other, for merging by hand; equal lines at the start stand once. */
export function bothTexts(mine: string, theirs: string): string {
  const ours = mine.split("\n");
  const other = theirs.split("\n");
  let common = 0;
  while (common < ours.length && common < other.length && ours[common] === other[common])
    common += 1;
  return [...ours, ...other.slice(common)].join("\n");
}
