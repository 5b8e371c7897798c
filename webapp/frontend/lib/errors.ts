// What every step between words and envelopes may throw: nothing else leaves this folder.

/** Something cannot be sealed, opened or believed. */
export class CryptoError extends Error {
  override name = "CryptoError";
}

/** The bytes are not of the shape that the protocol gives them. */
export class Malformed extends CryptoError {
  override name = "Malformed";
}

/** The shape is right, but it does not open, is not signed by whom it should be, or breaks a rule. */
export class Refused extends CryptoError {
  override name = "Refused";
}

/** Runs a library's code so that its own errors become ours. */
export function refusing<T>(why: string, action: () => T): T {
  try {
    return action();
  } catch {
    throw new Refused(why);
  }
}
