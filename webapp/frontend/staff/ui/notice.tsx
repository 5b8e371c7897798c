// A sentence that must be seen: its tone is a sign and a word, never a colour alone.

import type { ComponentChildren } from "preact";
import { t } from "../i18n/i18n.ts";

export type Tone = "info" | "good" | "warn" | "bad";

const SIGNS: Record<Tone, string> = { info: "i", good: "✓", warn: "!", bad: "✕" };

interface Props {
  tone: Tone;
  live?: boolean;
  children: ComponentChildren;
}

export function Notice({ tone, live = false, children }: Props) {
  const role = live ? (tone === "bad" ? "alert" : "status") : undefined;
  return (
    <div class={`notice ${tone}`} role={role}>
      <span class="notice-sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      <div class="notice-words">
        <span class="hidden">{t(`tone.${tone}`)} </span>
        {children}
      </div>
    </div>
  );
}

/** A failed action's sentence, or nothing. */
export function Failure({ text }: { text: string }) {
  return text === "" ? null : (
    <Notice tone="bad" live>
      {text}
    </Notice>
  );
}
