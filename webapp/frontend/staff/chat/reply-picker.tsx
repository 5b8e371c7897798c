// The saved replies that fit what was typed after "/": chosen by arrows and Enter, or by a tap.

import { languageName } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { shelf } from "../replies/shelf.ts";
import type { SavedReply } from "../vault/replies.ts";

interface Props {
  id: string;
  found: readonly SavedReply[];
  at: number;
  onPick: (reply: SavedReply) => void;
}

export const optionId = (list: string, index: number): string => `${list}-${index}`;

export function ReplyPicker({ id, found, at, onPick }: Props) {
  if (found.length === 0) {
    const none = shelf.value?.replies.length === 0 ? "replies.none" : "replies.none-found";
    return <p class="picker-none">{t(none)}</p>;
  }
  return (
    <div id={id} class="picker" role="listbox" aria-label={t("replies.title")}>
      {found.map((reply, index) => (
        // The text box keeps the focus and has the keys: the options follow it.
        // biome-ignore lint/a11y/useKeyWithClickEvents: arrows and Enter work from the text box
        // biome-ignore lint/a11y/useFocusableInteractive: the text box names the active option
        <div
          key={reply.id}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === at}
          class="picker-option"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(reply)}
        >
          <strong dir="auto">{reply.title}</strong>
          <span class="quiet">{languageName(reply.language)}</span>
          <span class="picker-words" dir="auto">
            {reply.body}
          </span>
        </div>
      ))}
    </div>
  );
}
