// An administrator's word that an age key belongs to an organisation: a server that could name
// another would read what is sealed to it.
import { concat, exactly, u16, utf8 } from "./bytes.ts";
import { ORGANISATION_KEY } from "./labels.ts";
import { sign, verify } from "./sign.ts";

export interface OrganisationKey {
  /** The organisation's id in the directory. */
  readonly organisation: string;
  /** Its age recipient. */
  readonly recipient: string;
  /** The day of the word, YYYY-MM-DD. */
  readonly day: string;
}

function part(text: string): Uint8Array {
  const bytes = utf8(text);
  return concat(u16(bytes.length), bytes);
}

/** The bytes that the signature covers; each part carries its length, so none runs into the next. */
export function organisationKeyMessage(site: Uint8Array, named: OrganisationKey): Uint8Array {
  const { organisation, recipient, day } = named;
  exactly(16, site, "site");
  return concat(ORGANISATION_KEY, site, ...[organisation, recipient, day].map(part));
}

export function signOrganisationKey(
  signSeed: Uint8Array,
  site: Uint8Array,
  named: OrganisationKey,
): Uint8Array {
  return sign(signSeed, organisationKeyMessage(site, named));
}

/** Throws unless this member of staff named this key for this organisation. */
export function verifyOrganisationKey(
  staffVk: Uint8Array,
  site: Uint8Array,
  named: OrganisationKey,
  signature: Uint8Array,
): void {
  verify(staffVk, organisationKeyMessage(site, named), signature);
}
