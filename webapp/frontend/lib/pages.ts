// A long thread comes in pages: each is asked for from where the one before it ended.
import { fromB64 } from "./bytes.ts";
import { parseHeader } from "./envelope.ts";

export interface Page {
  envelopes: string[];
  /** More follow than one answer holds. */
  more?: boolean;
}

/** The numbers after which the next page begins. */
function after([s, d]: [number, number], { envelopes }: Page): [number, number] {
  const headers = envelopes.map((each) => parseHeader(fromB64(each)));
  const last = (from: number, side: "S" | "D") =>
    Math.max(from, ...headers.filter((it) => it.direction === side).map(({ seq }) => seq));
  return [last(s, "S"), last(d, "D")];
}

/** The newest answer, with the envelopes of every page; one that leads no further is the last. */
export async function allPages<P extends Page>(
  ask: (s: number, d: number) => Promise<P>,
  s: number,
  d: number,
): Promise<P> {
  const envelopes: string[] = [];
  let from: [number, number] = [s, d];
  for (;;) {
    const page = await ask(...from);
    envelopes.push(...page.envelopes);
    const next = page.more === true ? after(from, page) : from;
    if (next[0] === from[0] && next[1] === from[1]) return { ...page, envelopes };
    from = next;
  }
}
