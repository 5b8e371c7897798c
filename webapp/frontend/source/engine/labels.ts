// The routing labels: all that the server learns about a tip, computed here from answers that stay sealed.
import type { Answers, Tip } from "./protocol.ts";

export interface Labels {
  channel: "tip_form" | "request_form" | "chat";
  door: Tip["door"];
  category: "crisis" | "tip" | "information" | "training";
  urgency: "immediate" | "soon" | "routine";
  language: string;
  priority: "urgent" | "high" | "medium" | "low";
}

function categoryOf({ door, answers }: Tip): Labels["category"] {
  if (answers.danger_now === "yes") return "crisis";
  if (door !== "ask_something") return "tip";
  return answers.topic === "training" ? "training" : "information";
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
    channel: tip.door === "ask_something" ? "request_form" : "tip_form",
    door: tip.door,
    category: categoryOf(tip),
    urgency: urgencyOf(tip),
    language,
    priority: priorityOf(tip),
  };
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
