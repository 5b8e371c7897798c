import { describe, expect, it } from "vitest";
import { POLL_MS, paced } from "../../../webapp/frontend/staff/ui/use-poll.ts";

describe("who asks again and again", () => {
  it("keeps its pace while answers are quick", () => {
    expect(paced(POLL_MS, 0)).toBe(POLL_MS);
    expect(paced(POLL_MS, POLL_MS / 4)).toBe(POLL_MS);
  });

  it("asks a slow server less often, and at last every twenty seconds", () => {
    expect(paced(POLL_MS, 2_000)).toBe(8_000);
    expect(paced(POLL_MS, 60_000)).toBe(20_000);
  });

  it("never asks more often than it would have", () => {
    expect(paced(60_000, 60_000)).toBe(60_000);
  });
});
