// Passkeys: the PRF comes when one is made, or only when it is used, or never; each is told apart.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { concat, randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { prfInput } from "../../../webapp/frontend/lib/staff.ts";
import { takeSecond } from "../../../webapp/frontend/staff/store/second.ts";
import { makePasskey, usePasskey } from "../../../webapp/frontend/staff/vault/passkey.ts";

const site = randomBytes(16);
const staffId = randomBytes(16);
const methodId = randomBytes(16);
const WANTED = { site, staffId, methodId, name: "ana" };

interface Prf {
  enabled?: boolean;
  results?: { first?: Uint8Array };
}

class FakeCredential {
  readonly rawId = randomBytes(16).buffer as ArrayBuffer;
  static readonly signalUnknownCredential = vi.fn(() => Promise.resolve());

  constructor(
    readonly prf: Prf | undefined,
    readonly response: { userHandle: ArrayBuffer | null },
  ) {}

  getClientExtensionResults = () => (this.prf === undefined ? {} : { prf: this.prf });
}

const secret = randomBytes(32);
const handle = concat(staffId, methodId).slice().buffer as ArrayBuffer;
const credential = (prf?: Prf, userHandle: ArrayBuffer | null = handle) =>
  new FakeCredential(prf, { userHandle });

const create = vi.fn();
const get = vi.fn();

beforeEach(() => {
  vi.stubGlobal("PublicKeyCredential", FakeCredential);
  vi.stubGlobal("navigator", { credentials: { create, get } });
  vi.stubGlobal("location", { hostname: "localhost" });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

describe("making one", () => {
  test("takes the secret that comes with it, and asks for nothing more", async () => {
    create.mockResolvedValue(credential({ enabled: true, results: { first: secret } }));
    expect((await makePasskey(WANTED)).second).toEqual(secret);
    expect(get).not.toHaveBeenCalled();
    const { publicKey } = create.mock.calls[0]?.[0] ?? {};
    expect(publicKey.user.id).toEqual(concat(staffId, methodId));
    expect(publicKey.extensions.prf.eval.first).toEqual(prfInput(site));
    expect(publicKey.authenticatorSelection).toMatchObject({
      residentKey: "required",
      userVerification: "required",
    });
  });

  test("uses it once where the secret comes only then", async () => {
    const made = credential({ enabled: true });
    create.mockResolvedValue(made);
    get.mockResolvedValue(credential({ results: { first: secret } }));
    expect((await makePasskey(WANTED)).second).toEqual(secret);
    expect(get.mock.calls[0]?.[0].publicKey.allowCredentials[0].id).toBe(made.rawId);
  });

  test.each([undefined, {}, { enabled: false }])(
    "without a PRF leaves nothing: %o",
    async (prf) => {
      create.mockResolvedValue(credential(prf));
      await expect(makePasskey(WANTED)).rejects.toMatchObject({ id: "passkey.no-prf" });
      expect(get).not.toHaveBeenCalled();
      expect(FakeCredential.signalUnknownCredential).toHaveBeenCalledOnce();
    },
  );

  test("says so where its PRF never gives anything", async () => {
    create.mockResolvedValue(credential({ enabled: true }));
    get.mockResolvedValue(credential({}));
    await expect(makePasskey(WANTED)).rejects.toMatchObject({ id: "passkey.no-prf" });
  });
});

describe("using one", () => {
  test("tells whose it is and which", async () => {
    get.mockResolvedValue(credential({ results: { first: secret } }));
    const used = await usePasskey(site);
    expect(used).toEqual({ second: secret, staffId: toB64(staffId), methodId: toB64(methodId) });
    expect(get.mock.calls[0]?.[0].publicKey.userVerification).toBe("required");
  });

  test.each([
    [null, "passkey.unknown"],
    [new ArrayBuffer(16), "passkey.unknown"],
  ])("refuses one that no desk made", async (userHandle, id) => {
    get.mockResolvedValue(credential({ results: { first: secret } }, userHandle));
    await expect(usePasskey(site)).rejects.toMatchObject({ id });
  });

  test.each([
    ["NotAllowedError", "passkey.cancelled"],
    ["SecurityError", "passkey.not-here"],
    ["DataError", "passkey.failed"],
  ])("says what a %s means", async (name, id) => {
    get.mockRejectedValue(new DOMException("no", name));
    await expect(usePasskey(site)).rejects.toMatchObject({ id });
  });

  test("of another person is refused before anything is asked of the server", async () => {
    get.mockResolvedValue(credential({ results: { first: secret } }));
    const who = { site: toB64(site), staffId: toB64(randomBytes(16)), name: "sam" };
    const taken = takeSecond({ kind: "passkey" }, who);
    await expect(taken).rejects.toMatchObject({ id: "passkey.other-person" });
  });

  test("in a browser that has none says so", async () => {
    vi.stubGlobal("PublicKeyCredential", undefined);
    await expect(usePasskey(site)).rejects.toMatchObject({ id: "passkey.none" });
  });
});
