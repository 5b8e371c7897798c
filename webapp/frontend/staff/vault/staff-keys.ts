// The signed-in person's own two seeds: out of the server's blob by the key-encryption key.

import { openStaffBlob, type StaffKeys, staffKeysFrom } from "../../lib/staff.ts";

export type { StaffKeys };

/** The seeds and their public halves; throws where the blob does not open. */
export function openStaffKeys(
  kek: Uint8Array,
  site: Uint8Array,
  staffId: Uint8Array,
  method: number,
  blob: Uint8Array,
): StaffKeys {
  return staffKeysFrom(openStaffBlob({ site, staffId, method, kek, blob }));
}
