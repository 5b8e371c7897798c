// Why a file cannot be cleaned; the page then asks whether to send it as it is.

/**
 * `broken`: the bytes do not hold together. `unusual`: they do, in a way whose parts we do not
 * know. `large`: a part is larger than what we take into memory.
 */
export type Why = "broken" | "unusual" | "large";

/** The file was not cleaned, and nothing of it was returned. */
export class Uncleanable extends Error {
  override name = "Uncleanable";
  readonly why: Why;

  constructor(why: Why, about: string) {
    super(`${why}: ${about}`);
    this.why = why;
  }
}
