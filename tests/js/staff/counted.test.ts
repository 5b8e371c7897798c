// A list is counted so far, and the screen says where the counting ended.

import { expect, test } from "vitest";
import { counted, MOST_COUNTED } from "../../../webapp/frontend/staff/i18n/format.ts";

test("what was not counted further has a plus", () => {
  expect(counted(MOST_COUNTED - 1)).toBe("9,999");
  expect(counted(MOST_COUNTED)).toBe("10,000+");
});
