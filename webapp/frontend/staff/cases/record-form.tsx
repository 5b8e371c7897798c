// A short record of a case being written: its fields, what went wrong, saving and discarding.

import type { ComponentChildren } from "preact";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/notice.tsx";
import type { useAction } from "../ui/use-action.ts";

interface Props {
  action: ReturnType<typeof useAction>;
  /** Whether it can be saved as it stands. */
  isWhole: boolean;
  save: () => Promise<void>;
  discard: () => void;
  children: ComponentChildren;
}

export function RecordForm({ action, isWhole, save, discard, children }: Props) {
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) void action.run(save);
      }}
    >
      {children}
      <Failure text={action.error} />
      <div class="actions">
        <Button kind="primary" type="submit" busy={action.busy} disabled={!isWhole}>
          {t("action.save")}
        </Button>
        <Button onClick={discard}>{t("action.discard")}</Button>
      </div>
    </form>
  );
}
