// The beginning: what is needed, what a small organisation must know, and the one-time code.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Told } from "../ui/explain.ts";
import { TextField } from "../ui/field.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { sendWith, tryCode } from "./found.ts";
import { beginWith, step } from "./state.ts";

const CODE = /^[0-9a-f]{32}$/;

interface CodeProps {
  label: string;
  onCode: (code: string) => Promise<void>;
}

/** A field for the code; what is no code is refused here already. */
export function CodeForm({ label, onCode }: CodeProps) {
  const code = useSignal("");
  const { busy, error, run } = useAction();
  const go = async (): Promise<void> => {
    if (!CODE.test(code.value)) throw new Told("error.setup-code");
    await onCode(code.value);
  };
  return (
    <form
      class="panel"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void run(go);
      }}
    >
      <TextField
        label={t("setup.code")}
        help={t("setup.code-help")}
        dir="ltr"
        autocapitalize="none"
        value={code.value}
        onValue={(value) => {
          code.value = value.trim().toLowerCase();
        }}
      />
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" type="submit" busy={busy}>
          {label}
        </Button>
      </div>
    </form>
  );
}

const NEEDED = ["place", "paper", "time", "code"] as const;
const KNOWN = ["root", "recovery", "people"] as const;

export function Start() {
  return (
    <section class="sheet">
      <ScreenHeading>{t("setup.title")}</ScreenHeading>
      <p>{t("setup.intro")}</p>
      <h2>{t("setup.need-heading")}</h2>
      <ul class="points">
        {NEEDED.map((name) => (
          <li key={name}>{t(`setup.need-${name}`)}</li>
        ))}
      </ul>
      <h2>{t("setup.know-heading")}</h2>
      <ul class="points">
        {KNOWN.map((name) => (
          <li key={name}>{t(`setup.know-${name}`)}</li>
        ))}
      </ul>
      <CodeForm
        label={t("setup.begin")}
        onCode={async (code) => {
          await tryCode(code);
          beginWith(code);
        }}
      />
      <Button
        kind="quiet"
        onClick={() => {
          step.value = "file";
        }}
      >
        {t("setup.offline")}
      </Button>
    </section>
  );
}

/** The code was wrong or used when all was ready: another one, and the papers stay good. */
export function AnotherCode() {
  return (
    <section class="sheet">
      <ScreenHeading>{t("setup.code-title")}</ScreenHeading>
      <p>{t("error.setup-code")}</p>
      <p>{t("setup.papers-good")}</p>
      <CodeForm label={t("setup.again")} onCode={sendWith} />
    </section>
  );
}
