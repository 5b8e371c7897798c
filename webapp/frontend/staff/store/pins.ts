// What the desk's origin keeps between visits, and nothing else: per staff name a device secret, what
// shows that this browser is known and which second secret was used; the pinned root and site, the
// highest roster serial and newest certificate seen, the verified rosters, the newest row of the audit by
// number and hash, how many editions of each month's summary; after how long the desk locks, whether keys
// are shortcuts. Never words, secret keys or session tokens.

import type { RosterIn } from "../api/types.ts";
import type { SeenBefore } from "../vault/check-desk.ts";

const NAME = "quietline-desk";
const VERSION = 2;
const STORES = { devices: "devices", pins: "pins", known: "known" } as const;
const LOCK_MINUTES = 10;

export interface RootPin {
  site: string;
  rootVk: string;
}

/** The row of the audit that this browser saw last, of which site. */
export interface AuditPin {
  site: string;
  number: number;
  hash: string;
}

/** `token` shows that somebody signed in here before; it opens nothing. */
export interface KnownHere {
  token: string | null;
  method: number;
}

export interface Pins {
  device(name: string): Promise<Uint8Array | null>;
  keepDevice(name: string, secret: Uint8Array): Promise<void>;
  forgetDevice(name: string): Promise<void>;
  /** What the server gave this browser when it was remembered for this name. */
  known(name: string): Promise<KnownHere | null>;
  keepKnown(name: string, known: KnownHere): Promise<void>;
  /** Minutes without input after which the desk locks. */
  lockMinutes(): Promise<number>;
  keepLockMinutes(minutes: number): Promise<void>;
  /** Whether single keys are shortcuts here. */
  shortcuts(): Promise<boolean>;
  keepShortcuts(on: boolean): Promise<void>;
  root(): Promise<RootPin | null>;
  /** All that the next answer of the server has to agree with. */
  seen(): Promise<SeenBefore>;
  /** `certified` is when the newest certificate began, in Unix seconds. */
  keepSeen(root: RootPin, serial: number, certified: number): Promise<void>;
  /** The rosters that this browser verified, from the first on. */
  rosters(): Promise<RosterIn[]>;
  keepRosters(rosters: readonly RosterIn[]): Promise<void>;
  audit(): Promise<AuditPin | null>;
  keepAudit(pin: AuditPin): Promise<void>;
  /** How many editions of closed months this browser saw at this site, by the ids of their records. */
  months(site: string): Promise<Map<string, number>>;
  keepMonths(site: string, editions: ReadonlyMap<string, number>): Promise<void>;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const there = request.result.objectStoreNames;
      for (const store of Object.values(STORES)) {
        if (!there.contains(store)) request.result.createObjectStore(store);
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage refused"));
  });
}

async function run<T>(
  store: string,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("storage refused"));
    });
  } finally {
    database.close();
  }
}

const read = (store: string, key: string): Promise<unknown> =>
  run<unknown>(store, "readonly", (it) => it.get(key));

const write = async (store: string, key: string, value: unknown): Promise<void> => {
  await run(store, "readwrite", (it) => it.put(value, key));
};

const highest = async (key: string): Promise<number> => {
  const value = await read(STORES.pins, key);
  return typeof value === "number" ? value : 0;
};

/** The pins of this browser, in IndexedDB. */
export const browserPins: Pins = {
  async device(name) {
    const secret = await read(STORES.devices, name);
    return secret instanceof Uint8Array && secret.length === 32 ? secret : null;
  },
  keepDevice: (name, secret) => write(STORES.devices, name, secret),
  async forgetDevice(name) {
    await run(STORES.devices, "readwrite", (it) => it.delete(name));
  },
  async known(name) {
    const known = await read(STORES.known, name);
    return isKnown(known) ? known : null;
  },
  keepKnown: (name, known) => write(STORES.known, name, known),
  async lockMinutes() {
    return (await highest("lock")) || LOCK_MINUTES;
  },
  keepLockMinutes: (minutes) => write(STORES.pins, "lock", minutes),
  async shortcuts() {
    return (await highest("shortcuts-off")) === 0;
  },
  keepShortcuts: (on) => write(STORES.pins, "shortcuts-off", on ? 0 : 1),
  async root() {
    const pin = await read(STORES.pins, "root");
    return isRootPin(pin) ? pin : null;
  },
  async seen() {
    const root = await browserPins.root();
    return { root, serial: await highest("serial"), certified: await highest("certified") };
  },
  async keepSeen(root, serial, certified) {
    await write(STORES.pins, "root", root);
    await write(STORES.pins, "serial", serial);
    await write(STORES.pins, "certified", certified);
  },
  async rosters() {
    const kept = await read(STORES.pins, "rosters");
    return Array.isArray(kept) && kept.every(isRoster) ? kept : [];
  },
  keepRosters: (rosters) => write(STORES.pins, "rosters", rosters),
  async audit() {
    const pin = await read(STORES.pins, "audit");
    return isAuditPin(pin) ? pin : null;
  },
  async keepAudit(pin) {
    const before = await browserPins.audit();
    // Another tab may have seen more since.
    const older = before?.site === pin.site && before.number > pin.number;
    if (!older) await write(STORES.pins, "audit", pin);
  },
  async months(site) {
    const kept = await read(STORES.pins, `months:${site}`);
    return new Map(Array.isArray(kept) ? kept.filter(isEditions) : []);
  },
  async keepMonths(site, editions) {
    const before = await browserPins.months(site); // another tab may have seen more since
    for (const [id, n] of editions) before.set(id, Math.max(n, before.get(id) ?? 0));
    await write(STORES.pins, `months:${site}`, [...before]);
  },
};

const isEditions = (value: unknown): value is [string, number] =>
  Array.isArray(value) && typeof value[0] === "string" && Number.isSafeInteger(value[1]);

function isRoster(value: unknown): value is RosterIn {
  const kept = value as Partial<RosterIn> | null | undefined;
  return [kept?.body, kept?.members, kept?.signature].every((it) => typeof it === "string");
}

function isAuditPin(value: unknown): value is AuditPin {
  const pin = value as Partial<AuditPin> | null | undefined;
  const texts = typeof pin?.site === "string" && typeof pin.hash === "string";
  return texts && Number.isSafeInteger(pin.number);
}

function isRootPin(value: unknown): value is RootPin {
  const pin = value as Partial<RootPin> | null | undefined;
  return typeof pin?.site === "string" && typeof pin.rootVk === "string";
}

function isKnown(value: unknown): value is KnownHere {
  const known = value as Partial<KnownHere> | null | undefined;
  return (
    typeof known?.method === "number" && (known.token === null || typeof known.token === "string")
  );
}
