// The page that a referral's link leads to: words first, then what was shared.

import { useSignal } from "@preact/signals";
import { LanguageSwitch } from "../app/language-switch.tsx";
import { t } from "../i18n/i18n.ts";
import { PacketView } from "../referrals/packet-view.tsx";
import { Button } from "../ui/button.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { saveBytes } from "../ui/save-file.ts";
import { useAction } from "../ui/use-action.ts";
import type { Opened, Opening } from "./fetching.ts";

function Words({ opening, onOpened }: { opening: Opening; onOpened: (it: Opened) => void }) {
  const words = useSignal("");
  const { busy, error, run } = useAction();
  const open = async (): Promise<void> => onOpened(await opening.open(words.value));
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        void run(open);
      }}
    >
      <p>{t("packet.page-help")}</p>
      <Notice tone="warn">{t("packet.page-once")}</Notice>
      <TextField label={t("packet.page-words")} autocapitalize="none" {...bound(words)} />
      <Failure text={error} />
      <div class="actions">
        <Button type="submit" kind="primary" busy={busy} disabled={words.value.trim() === ""}>
          {t("packet.page-open")}
        </Button>
      </div>
      {busy && <p role="status">{t("packet.page-opening")}</p>}
    </form>
  );
}

function Read({ opened }: { opened: Opened }) {
  const name = `referral-${opened.packet.release.slice(0, 8).replace(/[^A-Za-z0-9]/g, "_")}.zip`;
  return (
    <>
      <Notice tone="warn" live>
        {t(opened.gone ? "packet.page-gone" : "packet.page-still")}
      </Notice>
      <PacketView packet={opened.packet} />
      <div class="actions no-print">
        <Button kind="primary" onClick={() => saveBytes(name, opened.archive)}>
          {t("packet.page-save")}
        </Button>
        <Button onClick={() => window.print()}>{t("packet.by-print")}</Button>
      </div>
    </>
  );
}

export function PacketApp({ opening }: { opening: Opening | null }) {
  const opened = useSignal<Opened | null>(null);
  return (
    <>
      <header class="top-bar">
        <span class="brand">{t("app.brand")}</span>
        <LanguageSwitch />
      </header>
      <main class="sheet">
        <h1>{t("packet.title")}</h1>
        {opening === null && <Notice tone="bad">{t("packet.no-link")}</Notice>}
        {opening !== null && opened.value === null && (
          <Words
            opening={opening}
            onOpened={(it) => {
              opened.value = it;
            }}
          />
        )}
        {opened.value !== null && <Read opened={opened.value} />}
      </main>
    </>
  );
}
