// What must not hold: each reject changes members of a case, and lib must refuse the result.
import { CryptoError } from "../errors.ts";
import { Difference, type Fields, isObject } from "./fields.ts";

/** How many cases were checked so far. */
export interface Tally {
  accepted: number;
  refused: number;
}

/** One thing that lib opens or verifies, and the members that it depends on. */
export interface Check {
  name: string;
  restsOn: string[];
  run: (altered: Fields) => unknown;
}

/** `restsOn` names members, separated by spaces. */
export const check = (name: string, restsOn: string, run: (altered: Fields) => unknown): Check => ({
  name,
  restsOn: restsOn.split(" "),
  run,
});

export async function refuses(action: () => unknown): Promise<boolean> {
  try {
    await action();
    return false;
  } catch (error) {
    if (error instanceof CryptoError) return true;
    throw error;
  }
}

/**
 * Whether a reject is refused by those that have to. Where its name begins with the name of a check
 * ("desk_wrap of another epoch"), that is the one; one member changed must be noticed by all that
 * rests on it; of several changed together some may hold by themselves, so one refusal is enough.
 */
async function holds(name: string, changed: string[], checks: Check[], altered: Fields) {
  const touched = checks.filter(({ restsOn }) =>
    changed.some((member) => restsOn.includes(member)),
  );
  const named = touched.filter((each) => name.includes(each.name));
  const due = named.length > 0 ? named : touched;
  const refused = await Promise.all(due.map(({ run }) => refuses(() => run(altered))));
  const enough =
    changed.length === 1 || named.length > 0 ? refused.every(Boolean) : refused.some(Boolean);
  return due.length > 0 && enough;
}

/** Counts every reject of a case; text in place of an object stands for the member `main`. */
export async function refuseAll(
  from: Fields,
  checks: Check[],
  main: string,
  tally: Tally,
): Promise<void> {
  if (!from.has("reject")) return;
  const rejects = from.part("reject");
  for (const name of rejects.names()) {
    const path = `${rejects.path}[${name}]`;
    const override = rejects.take(name);
    const changed = typeof override === "string" ? { [main]: override } : override;
    if (!isObject(changed)) throw new Difference(`${path}: says nothing to refuse`);
    const members = Object.keys(changed);
    const unknown = members.find((member) => !checks.some((each) => each.restsOn.includes(member)));
    if (unknown !== undefined) throw new Difference(`${path}.${unknown}: nothing here checks this`);
    const refused = await holds(name, members, checks, from.altered(changed, path));
    if (!refused) throw new Difference(`${path}: accepted`);
    tally.refused++;
  }
}
