// The calls of live chat by name; what an item's call answers is the item as it stands afterwards.

import { call, type Transport } from "./http.ts";
import type {
  MemberKind,
  OnCall,
  RepliesAnswer,
  ShareRow,
  ShiftAnswer,
  ShiftStatus,
} from "./live-types.ts";
import type { Item, NewContainerIn, RecordRow, SignedRecord, StateAnswer } from "./types.ts";

export interface WrapUp {
  disposition: string;
  category: string;
  container: NewContainerIn | null;
  record: SignedRecord;
}

export interface NewMember {
  staff_id: string;
  kind: MemberKind;
  /** For an interpreter: a share of every generation. */
  shares: ShareRow[];
}

export function chatCalls(t: Transport) {
  const item = (conv: string, verb: string, body: unknown = {}) =>
    call<Item>(t, "POST", `/items/${conv}/${verb}`, body);
  return {
    shift: () => call<ShiftAnswer>(t, "GET", "/shift"),
    setShift: (status: ShiftStatus) => call<ShiftAnswer>(t, "POST", "/shift", { status }),
    setCapacity: (staffId: string, capacity: number) =>
      call<ShiftAnswer>(t, "POST", "/shift/capacity", { staff_id: staffId, capacity }),
    setOnCall: (to: OnCall) => call<unknown>(t, "POST", "/on-call", to),
    endOnCall: () => call<null>(t, "DELETE", "/on-call"),
    takeNext: () => call<{ item: Item | null }>(t, "POST", "/chats/next", {}),
    takeOver: (conv: string) => item(conv, "take-over"),
    join: (conv: string) => item(conv, "join"),
    addMember: (conv: string, member: NewMember) => item(conv, "members", member),
    removeMember: (conv: string, staffId: string) =>
      call<Item>(t, "DELETE", `/items/${conv}/members/${staffId}`),
    handOver: (conv: string, to: string) => item(conv, "hand-over", { to }),
    endChat: (conv: string, envelope: string) =>
      call<StateAnswer & { item: Item }>(t, "POST", `/items/${conv}/end`, { envelope }),
    postpone: (conv: string) => item(conv, "postpone"),
    wrapUp: (conv: string, body: WrapUp) => item(conv, "wrap-up", body),
    joined: () => call<{ items: Item[] }>(t, "GET", "/joined"),
    replies: () => call<RepliesAnswer>(t, "GET", "/replies"),
    saveReply: (container: NewContainerIn | null, record: SignedRecord) =>
      call<RecordRow>(t, "POST", "/replies", { container, record }),
  };
}
