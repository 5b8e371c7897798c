// One label per purpose, so that bytes made for one step of the way never count for another.
import { concat, utf8 } from "./bytes.ts";

const label = (text: string) => concat(utf8(text), new Uint8Array(1));

export const RECEIPT_SALT = label("ql1 receipt salt");
export const DESK_WRAP = label("ql1 desk wrap");
export const SELF_WRAP = label("ql1 self wrap");
export const KEY_RECORD = label("ql1 key record");
export const ACCEPT = label("ql1 accept");
export const MESSAGE = label("ql1 message");
export const FILE = label("ql1 file");
export const STAFF_SALT = label("ql1 staff salt");
export const UNLOCK = label("ql1 unlock");
export const STAFF = label("ql1 staff");
export const EPOCH = label("ql1 epoch");
export const CERTIFICATE = label("ql1 roster certificate");
export const ROSTER = label("ql1 roster");
export const SHARE = label("ql1 share");
export const CASE_WRAP = label("ql1 case wrap");
export const RECORD = label("ql1 record");
export const RECORD_SIGNATURE = label("ql1 record signature");
export const AUDIT_ROW = label("ql1 audit row");
export const AUDIT_LINK = label("ql1 audit link");
export const AUDIT_ANCHOR = label("ql1 audit anchor");
export const MONTH = label("ql1 month");
export const ORGANISATION_KEY = label("ql1 organisation key");
export const ROSTER_KEY = label("ql1 roster key");
export const METHOD_NAME = label("ql1 method name");
export const LOCK = label("ql1 lock");
