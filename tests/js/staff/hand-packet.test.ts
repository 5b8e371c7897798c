// A packet is sealed to the key that its organisation has now, or to none.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { randomBytes } from "../../../webapp/frontend/lib/bytes.ts";
import type { Packet, ReleaseWords } from "../../../webapp/frontend/staff/logic/packet.ts";

const desk = vi.hoisted(() => ({ key: "age1old", left: 0 }));

vi.mock("../../../webapp/frontend/staff/store/session.ts", () => ({
  api: {
    handPacketOver: async () => {
      desk.left += 1;
    },
  },
  atLock: () => undefined,
  atWipe: () => undefined,
}));
vi.mock("../../../webapp/frontend/staff/referrals/recipients.ts", () => ({
  recipientOf: async () => ({ key: desk.key }),
}));
vi.mock("../../../webapp/frontend/staff/referrals/packet-words.ts", () => ({ pageOf: () => "" }));
vi.mock("../../../webapp/frontend/staff/vault/packet-file.ts", () => ({
  packed: () => randomBytes(8),
  sealedToKey: async () => randomBytes(8),
}));

const { handFile } = await import("../../../webapp/frontend/staff/referrals/hand-packet.ts");
const hand = () =>
  handFile({ release: "r" } as Packet, "c", { organisation: "o", key: "age1old" } as ReleaseWords);

describe("a file for an organisation", () => {
  beforeEach(() => {
    desk.left = 0;
  });

  it("leaves sealed to the key of its release while the organisation has it", async () => {
    expect(await hand()).toHaveLength(8);
    expect(desk.left).toBe(1);
  });

  it.each(["age1new", ""])("does not leave where its key is %j by now", async (key) => {
    desk.key = key;
    await expect(hand()).rejects.toThrow("packet.key-changed");
    expect(desk.left).toBe(0);
  });
});
