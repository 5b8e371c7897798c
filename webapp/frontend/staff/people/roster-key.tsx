// A new key for the list of people: after somebody left who could sign it, and before its certificate
// ends. The root's words are typed here, or on a machine without a network, by files.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { bringKeyAnswer, keyRequest, nameRosterKey } from "../store/people.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { bound, TextArea } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { saveFile } from "../ui/save-file.ts";
import { type Action, useAction } from "../ui/use-action.ts";

const FILE = "quietline-request.json";

async function saveRequest(): Promise<void> {
  saveFile(FILE, new Blob([await keyRequest()], { type: "application/json" }));
}

function Here({ action }: { action: Action }) {
  const words = useSignal("");
  const name = async (): Promise<void> => {
    await nameRosterKey(words.value);
    words.value = "";
    announce(t("keys.named"));
  };
  return (
    <>
      <Notice tone="warn">{t("keys.root-online")}</Notice>
      <TextArea label={t("keys.root-words")} rows={4} {...bound(words)} />
      <div class="actions">
        <Button
          busy={action.busy}
          disabled={words.value.trim() === ""}
          onClick={() => void action.run(name)}
        >
          {t("keys.name")}
        </Button>
      </div>
    </>
  );
}

function Offline({ action }: { action: Action }) {
  const bring = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    await bringKeyAnswer(await file.text());
    announce(t("keys.named"));
  };
  return (
    <>
      <p>{t("keys.offline")}</p>
      <div class="actions">
        <Button busy={action.busy} onClick={() => void action.run(saveRequest)}>
          {t("keys.save-request")}
        </Button>
      </div>
      <label class="field">
        <span>{t("keys.answer")}</span>
        <input
          type="file"
          accept="application/json,.json"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            void action.run(() => bring(file));
          }}
        />
      </label>
    </>
  );
}

export function RosterKey() {
  const action = useAction();
  return (
    <details class="panel">
      <summary>{t("keys.new")}</summary>
      <div class="person-parts">
        <p>{t("keys.new-help")}</p>
        <Failure text={action.error} />
        <section>
          <h3>{t("keys.by-files")}</h3>
          <Offline action={action} />
        </section>
        <section>
          <h3>{t("keys.here")}</h3>
          <Here action={action} />
        </section>
      </div>
    </details>
  );
}
