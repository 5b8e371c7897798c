// Takes the chat that has to be answered next; the server decides which, and whether I may.

import { t } from "../i18n/i18n.ts";
import { refreshShift } from "../live/shift.ts";
import { queueChanged } from "../live/waiting.ts";
import { api } from "../store/session.ts";
import { announce, go } from "../store/view.ts";

/** The next chat is mine and on screen, or nobody waits; raises with the server's reason. */
export async function takeNext(): Promise<void> {
  try {
    const { item } = await api.takeNext();
    if (item === null) {
      announce(t("shift.nobody-waits"));
      return;
    }
    announce(t("queue.claimed"));
    go({ screen: "queue", tab: "mine", page: 0, conv: item.conv });
  } finally {
    queueChanged();
    void refreshShift();
  }
}
