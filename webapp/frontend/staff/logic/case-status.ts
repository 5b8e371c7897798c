// The moves that a case's status allows (the server decides; the desk offers only these).

const ORDER = ["open", "in_progress", "ready_for_review", "referred", "reported", "closed"];

/** The statuses that `role` may move a case to from `from`, in the order of the list. */
export function allowedMoves(from: string, role: number): string[] {
  if (from === "closed") return role === 2 || role === 3 ? ["in_progress"] : [];
  const at = ORDER.indexOf(from);
  if (at < 0) return [];
  const back = at > 1 ? ["in_progress"] : [];
  return [...new Set([...back, ...ORDER.slice(at + 1)])];
}
