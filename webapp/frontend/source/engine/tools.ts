// What the chat, which arrives in a file of its own, takes from the engine instead of bringing it again.
import { fromB64, toB64 } from "../../lib/bytes.ts";
import { joinParts, textInners } from "../../lib/parts.ts";
import { UnknownWords } from "./conversation.ts";
import { chatLabels } from "./labels.ts";
import { liveFrom } from "./live.ts";
import { Outbox } from "./outbox.ts";
import { Stop } from "./protocol.ts";
import { ask, Unreachable } from "./server.ts";
import { shownMessage, warningsOf } from "./showing.ts";
import { hourNow, messageJob, openingJob, tipBeginning } from "./writing.ts";

export const tools = {
  ask,
  chatLabels,
  fromB64,
  hourNow,
  joinParts,
  liveFrom,
  messageJob,
  openingJob,
  shownMessage,
  textInners,
  tipBeginning,
  toB64,
  warningsOf,
  Outbox,
  Stop,
  UnknownWords,
  Unreachable,
};

export type Tools = typeof tools;
