import { describe, expect, it } from "vitest";
import { introduction } from "../../../webapp/frontend/staff/logic/introduction.ts";

const say = (id: string, values: Record<string, string> = {}) =>
  [id, ...Object.values(values)].join(" ");

describe("an introduction", () => {
  it("says who expects somebody, where, by which number, and that we stay", () => {
    const phones = [
      { number: "+1 212 555 0100", description: "day and night" },
      { number: "  ", description: "no number" },
      { number: "555 0101", description: "" },
    ];
    const text = introduction({ name: "Harbour", phones, greeting: "482 917", live: true }, say);
    expect(text.split("\n")).toEqual([
      "introduce.text-who Harbour",
      "introduce.text-reach",
      "+1 212 555 0100 – day and night",
      "555 0101",
      "introduce.text-greeting",
      "482 917",
      "introduce.text-stay",
    ]);
  });

  it("speaks of no telephone and no number where there are none, and of no advocate who waits", () => {
    const text = introduction({ name: "Harbour", phones: [], greeting: "", live: false }, say);
    expect(text.split("\n")).toEqual(["introduce.text-who Harbour", "introduce.text-write"]);
  });
});
