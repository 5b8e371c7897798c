// A file that is locked while an older question is still on its way stays locked on this screen.
import { expect, test } from "vitest";
import type { FileRow } from "../../../webapp/frontend/staff/api/file-calls.ts";
import { FileRows } from "../../../webapp/frontend/staff/files/file-rows.ts";

const row = (locked: boolean): FileRow => ({
  file_id: "f",
  length: 1,
  day: "2026-01-01",
  whole: true,
  locked,
  held_until: null,
});

/** Questions that are answered when a test says so. */
function asked(): { rows: FileRows; answers: ((locked: boolean) => void)[] } {
  const answers: ((locked: boolean) => void)[] = [];
  const rows = new FileRows(
    () => new Promise((resolve) => answers.push((locked) => resolve({ files: [row(locked)] }))),
  );
  return { rows, answers };
}

const isLocked = ({ rows }: FileRows): boolean | undefined => rows.peek()?.get("f")?.locked;

test("an answer from before the lock does not open it again", async () => {
  const { rows, answers } = asked();
  const first = rows.reload();
  answers[0]?.(false);
  await first;
  const older = rows.reload();
  const newer = rows.hear("f", true);
  expect(isLocked(rows)).toBe(true);
  answers[1]?.(false);
  await older;
  expect(isLocked(rows)).toBe(true);
  answers[2]?.(true);
  await newer;
  expect(isLocked(rows)).toBe(true);
});

test("a lock that is heard before anything was answered is asked for, and the older answer says nothing", async () => {
  const { rows, answers } = asked();
  const older = rows.reload();
  const newer = rows.hear("f", true);
  answers[0]?.(false);
  await older;
  expect(rows.rows.peek()).toBe(null);
  answers[1]?.(true);
  await newer;
  expect(isLocked(rows)).toBe(true);
});
