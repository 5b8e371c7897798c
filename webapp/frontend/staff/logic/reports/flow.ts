// A table with its totals as a circulation: each figure, totals too, is what flows along one edge,
// so that what somebody can work out of the figures shown is a question of flows.
// Source: Kelly, Golden, Assad: Cell suppression, Networks 22 (1992); Cox 1995.

/** One figure of a table. Around each node as much flows in as out: that is what totals say. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** Below this everybody knows that it is not: that nothing came is shown. */
  readonly least: number;
}

/** What somebody who sees only the shown figures knows of a hidden one. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

interface Step {
  edge: number;
  /** 1 where the hidden figure grows, -1 where it shrinks. */
  sign: 1 | -1;
  to: number;
}

type Hidden = readonly boolean[];

function stepsFrom(node: number, edges: readonly Edge[], hidden: Hidden): Step[] {
  return edges.flatMap((edge, at): Step[] => {
    if (!hidden[at]) return [];
    if (edge.from === node) return [{ edge: at, sign: 1, to: edge.to }];
    return edge.to === node ? [{ edge: at, sign: -1, to: edge.from }] : [];
  });
}

/** The shortest way along hidden figures that can still change, as its steps; null where there is none. */
function wayOf(
  [from, to]: readonly [number, number],
  without: number,
  edges: readonly Edge[],
  hidden: Hidden,
  flow: readonly number[],
): Step[] | null {
  const reached = new Map<number, Step[]>([[from, []]]);
  const queue = [from];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    const before = reached.get(node) ?? [];
    if (node === to) return before;
    for (const step of stepsFrom(node, edges, hidden)) {
      const room = step.sign === 1 || (flow[step.edge] ?? 0) > 0;
      if (step.edge === without || !room || reached.has(step.to)) continue;
      reached.set(step.to, [...before, step]);
      queue.push(step.to);
    }
  }
  return null;
}

/** By how much the figure `at` could differ upwards, or downwards, up to `enough`. */
function play(
  at: number,
  sign: 1 | -1,
  enough: number,
  edges: readonly Edge[],
  hidden: Hidden,
): number {
  const { from, to } = edges[at] as Edge;
  const ends = sign === 1 ? ([to, from] as const) : ([from, to] as const);
  // What stands above `least` may go.
  const flow = edges.map(({ value, least }) => value - least);
  let moved = 0;
  while (moved < enough) {
    const way = wayOf(ends, at, edges, hidden, flow);
    if (way === null) break;
    const shrinking = way.filter((step) => step.sign === -1).map((step) => flow[step.edge] ?? 0);
    const by = Math.min(enough - moved, ...shrinking);
    for (const step of way) flow[step.edge] = (flow[step.edge] ?? 0) + step.sign * by;
    moved += by;
  }
  return moved;
}

/** What the shown figures tell of the hidden one `at`: from `least` to `most`, looked at up to `far`. */
export function rangeOf(at: number, far: number, edges: readonly Edge[], hidden: Hidden): Range {
  const { value, least } = edges[at] as Edge;
  const up = play(at, 1, Math.max(0, far - value), edges, hidden);
  const down = play(at, -1, value - least, edges, hidden);
  return { least: value - down, most: value + up };
}
