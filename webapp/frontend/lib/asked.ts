// Whether a question is asked, from what was answered before it: outside, and where staff look at a form.

/** The doors that ask it, all where it names none; and the answers, of which one must have been given. */
export interface Asked {
  doors?: string | undefined;
  if?: string | undefined;
  is?: string | undefined;
}

const listed = (list: string, word: string): boolean => list.split(" ").includes(word);

export function isAsked(
  { doors, if: of, is = "" }: Asked,
  door: string,
  said: Readonly<Record<string, string>>,
): boolean {
  if (doors && !listed(doors, door)) return false;
  return of === undefined || (said[of] ?? "").split(" ").some((answer) => listed(is, answer));
}
