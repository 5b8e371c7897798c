// Small figures are hidden, and as many others as it takes so that no total gives them back.
// Pure: a table in, which of its figures may be shown out.

import { type Edge, rangeOf } from "./flow.ts";

/** Below this nothing is shown to staff, as the hotline does (words and codes). */
export const STAFF_FLOOR = 3;
/** Below this nothing is shown in public, as CTDC and CMS do (words and codes). */
export const PUBLIC_FLOOR = 11;

/** A figure that speaks of few people. Nothing at all speaks of nobody and is shown, as CMS does. */
export const isSmall = (value: number, floor: number): boolean => value > 0 && value < floor;

/** The figures of one period, whose sum is the period's total. */
export type Figures = readonly number[];

/** Which figures of a period may be shown, and whether its total may. */
export interface Shown {
  readonly figures: readonly boolean[];
  readonly total: boolean;
}

/** Whether each small figure could as well be `floor` or more, for all that is shown. */
function holds(edges: readonly Edge[], hidden: readonly boolean[], floor: number): boolean {
  return edges.every(({ value }, at) => {
    if (!hidden[at] || !isSmall(value, floor)) return true;
    return rangeOf(at, floor, edges, hidden).most >= floor;
  });
}

const sum = (figures: Figures): number => figures.reduce((one, other) => one + other, 0);

/**
 * Where a figure is shown, so is every one that is nothing: whoever knows this knows that a hidden one
 * is at least one. Where none is shown, each of them may be nothing.
 */
const leastOf = (value: number, isAnyShown: boolean): number =>
  isAnyShown ? Math.min(value, 1) : 0;

/** A period of which something is shown, as a circulation: every figure from node 0 to node 1, and the total back. */
function periodEdges(figures: Figures): Edge[] {
  const cells = figures.map((value) => ({ from: 0, to: 1, value, least: leastOf(value, true) }));
  return [...cells, { from: 1, to: 0, value: sum(figures), least: 0 }];
}

/**
 * What of one period may be shown: no small figure, and nothing by which such a figure could
 * be worked out. The least figures are hidden first; the total last, because other tables say it too.
 */
export function ofPeriod(figures: Figures, floor: number): Shown {
  const edges = periodEdges(figures);
  const total = sum(figures);
  if (isSmall(total, floor)) return { figures: figures.map(() => false), total: false };
  const hidden = edges.map(({ value }) => isSmall(value, floor));
  // Where nothing is, nothing can be less: hiding it would leave open no other number.
  const more = figures.map((_, at) => at).filter((at) => (figures[at] ?? 0) > 0);
  const order = more.sort((a, b) => (figures[a] ?? 0) - (figures[b] ?? 0));
  for (const at of order) {
    if (holds(edges, hidden, floor)) break;
    hidden[at] = true;
  }
  // Where the others together are too few to hide one, not even what is nothing is told from it.
  if (!holds(edges, hidden, floor)) return { figures: figures.map(() => false), total: true };
  return { figures: figures.map((_, at) => !hidden[at]), total: true };
}

/** Several periods with the same figures, one beside the other, as they were shown one by one. */
export interface Periods {
  readonly figures: readonly Figures[];
  readonly shown: readonly Shown[];
}

/**
 * The circulation of several periods: node per period, node per figure, and both ends of the sums.
 * Edges in this order: each period's figures and its total, then each figure's sum, then the whole.
 */
function sumEdges({ figures, shown }: Periods): Edge[] {
  const count = figures[0]?.length ?? 0;
  const [figureNode, ends] = [figures.length, figures.length + count];
  const edges: Edge[] = [];
  figures.forEach((each, period) => {
    const isAnyShown = shown[period]?.figures.some(Boolean) ?? false;
    const edge = (value: number, at: number): Edge => {
      const least = leastOf(value, isAnyShown);
      return { from: period, to: figureNode + at, value, least };
    };
    edges.push(...each.map(edge));
    edges.push({ from: ends, to: period, value: sum(each), least: 0 });
  });
  for (let at = 0; at < count; at += 1) {
    const value = sum(figures.map((each) => each[at] ?? 0));
    edges.push({ from: figureNode + at, to: ends + 1, value, least: 0 });
  }
  return [...edges, { from: ends + 1, to: ends, value: sum(figures.map(sum)), least: 0 }];
}

/**
 * Which sums over the periods may be shown beside what each period shows already, which stays as it
 * is: a sum is shown only if every small figure of every period stays hidden. Large sums come first.
 */
export function ofSums(periods: Periods, floor: number): Shown {
  const edges = sumEdges(periods);
  const count = periods.figures[0]?.length ?? 0;
  const hidden = periods.shown.flatMap(({ figures, total }) => [
    ...figures.map((shown) => !shown),
    !total,
  ]);
  const first = hidden.length;
  hidden.push(...Array.from({ length: count + 1 }, () => true));
  const value = (at: number): number => edges[at]?.value ?? 0;
  const sums = Array.from({ length: count + 1 }, (_, at) => first + at);
  for (const at of sums.sort((a, b) => value(b) - value(a))) {
    if (isSmall(value(at), floor)) continue;
    hidden[at] = false;
    if (!holds(edges, hidden, floor)) hidden[at] = true;
  }
  const shown = Array.from({ length: count }, (_, at) => !hidden[first + at]);
  return { figures: shown, total: !hidden[first + count] };
}
