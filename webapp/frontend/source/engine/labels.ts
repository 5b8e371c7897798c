// The routing labels: all that the server learns about a tip, computed here from answers that stay sealed.
import type { Answers, Tip } from "./protocol.ts";

export interface Labels {
  channel: "tip_form" | "chat";
  door: Tip["door"];
  category: "crisis" | "tip" | "information";
  urgency: "immediate" | "soon" | "routine";
  language: string;
  priority: "urgent" | "high" | "medium" | "low";
}

function categoryOf({ door, answers }: Tip): Labels["category"] {
  if (answers.danger_now === "yes") return "crisis";
  return door === "ask_something" ? "information" : "tip";
}

function urgencyOf({ door, answers }: Tip): Labels["urgency"] {
  if (answers.danger_now === "yes") return "immediate";
  return answers.minor === "yes" || door === "need_help" ? "soon" : "routine";
}

function priorityOf({ door, answers }: Tip): Labels["priority"] {
  if (answers.danger_now === "yes") return "urgent";
  if (answers.minor === "yes" || answers.how_known === "self") return "high";
  return door === "ask_something" ? "low" : "medium";
}

export function labelsOf(tip: Tip, language: string): Labels {
  return {
    channel: "tip_form",
    door: tip.door,
    category: categoryOf(tip),
    urgency: urgencyOf(tip),
    language,
    priority: priorityOf(tip),
  };
}

/** The fields that only one kind of witness is asked for. */
export const WITNESS_FIELDS: Readonly<Record<string, readonly string[]>> = {
  pilot: ["flight", "airline", "seats"],
  teacher: ["school", "since"],
  worker: ["employer", "people"],
};

/** Filled answers only, without the fields of a kind of witness that was chosen and then left. */
export function fittingAnswers(answers: Answers): Answers {
  const others = Object.entries(WITNESS_FIELDS)
    .filter(([kind]) => kind !== answers.witness)
    .flatMap(([, fields]) => fields);
  const filled = Object.entries(answers).map(([name, value]) => [name, value.trim()] as const);
  return Object.fromEntries(
    filled.filter(([name, value]) => value !== "" && !others.includes(name)),
  );
}

/** A chat's labels from what was tapped so far: somebody who needs help is there, writing, now. */
export function chatLabels(door: Tip["door"], answers: Answers, language: string): Labels {
  const { category, urgency, priority } = labelsOf({ door, answers }, language);
  const least = urgency === "routine" ? "soon" : urgency;
  const needsHelp = door === "need_help" && priority !== "urgent";
  return {
    channel: "chat",
    door,
    category,
    urgency: least,
    language,
    priority: needsHelp ? "high" : priority === "low" ? "medium" : priority,
  };
}
