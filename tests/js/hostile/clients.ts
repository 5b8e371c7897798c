// What the attacks are tried on: the code that runs in the browsers of sources and of staff.
export { CryptoError } from "../../../webapp/frontend/lib/errors.ts";
export { verifyPublic } from "../../../webapp/frontend/lib/roster.ts";
export { openRosterKey } from "../../../webapp/frontend/lib/staff.ts";
export { readThread } from "../../../webapp/frontend/lib/thread.ts";
export { Session } from "../../../webapp/frontend/source/engine/session.ts";
export { formIn } from "../../../webapp/frontend/staff/logic/form.ts";
export { CaseMovedOn, contentOf, packetOf } from "../../../webapp/frontend/staff/logic/packet.ts";
export { fits, NO_FILTER } from "../../../webapp/frontend/staff/logic/queue-filter.ts";
export { caseTables } from "../../../webapp/frontend/staff/logic/reports/case-tally.ts";
export { brokenRows, followChain } from "../../../webapp/frontend/staff/vault/audit.ts";
export { linkHolds } from "../../../webapp/frontend/staff/vault/case.ts";
export { otherSide, standingLinks } from "../../../webapp/frontend/staff/vault/case-links.ts";
export { openDesk, verifiedChain } from "../../../webapp/frontend/staff/vault/check-desk.ts";
export { openConversation } from "../../../webapp/frontend/staff/vault/conversation.ts";
export { freshKeys, wordsOf } from "../../../webapp/frontend/staff/vault/invitation.ts";
export { wholeChain } from "../../../webapp/frontend/staff/vault/kept-rosters.ts";
export {
  closedMonth,
  editionsIn,
  openMonths,
  summaryIn,
} from "../../../webapp/frontend/staff/vault/months.ts";
export { vouchedKey } from "../../../webapp/frontend/staff/vault/organisation-key.ts";
export { isBroken, readRecords } from "../../../webapp/frontend/staff/vault/read-records.ts";
export { joinReleases } from "../../../webapp/frontend/staff/vault/release.ts";
export { renewalOf } from "../../../webapp/frontend/staff/vault/renewal.ts";
export { changedRoster, keysFor } from "../../../webapp/frontend/staff/vault/rosters.ts";
export { interpretersKey } from "../../../webapp/frontend/staff/vault/shares.ts";
export { openViews, sealView } from "../../../webapp/frontend/staff/vault/views.ts";
