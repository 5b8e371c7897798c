// What does not hold about a conversation, in plain words, above everything else.

import { known, t } from "../i18n/i18n.ts";
import { Notice } from "../ui/notice.tsx";
import type { Doubt, OpenedConversation } from "../vault/conversation.ts";

function words({ code, values }: Doubt): string {
  const id = `warning.${code}`;
  const direction = t(`direction.${values.direction}`);
  return known(id) ? t(id, { ...values, direction }) : t("warning.other", { code });
}

export function Warnings({ conversation }: { conversation: OpenedConversation }) {
  const { warnings, blocked } = conversation;
  return (
    <>
      {blocked === "erased" && <Notice tone="info">{t("warning.erased")}</Notice>}
      {blocked && blocked !== "erased" && (
        <Notice tone="bad" live>
          <strong>{t("item.blocked")}</strong> {t(`warning.${blocked}`)}
        </Notice>
      )}
      {warnings.map((warning) => (
        <Notice key={JSON.stringify(warning)} tone="warn">
          {words(warning)}
        </Notice>
      ))}
    </>
  );
}
