// The name of the record in which a desk keeps what it says of a month: there is one for each month.
import { concat, exactly, utf8 } from "./bytes.ts";
import { H } from "./hash.ts";
import { MONTH } from "./labels.ts";

const ID_LENGTH = 16;

/** The id of a month's record (`YYYY-MM`). */
export const monthRecord = (site: Uint8Array, month: string): Uint8Array =>
  H(concat(MONTH, exactly(16, site, "site"), utf8(month))).slice(0, ID_LENGTH);
