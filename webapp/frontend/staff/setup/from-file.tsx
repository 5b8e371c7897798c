// Keys that were made on a machine without a line: its file is shown by fingerprint, then sent.

import { useSignal } from "@preact/signals";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { useId } from "preact/hooks";
import { fromB64 } from "../../lib/bytes.ts";
import { fingerprintWords } from "../../lib/fingerprint.ts";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Told } from "../ui/explain.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import type { NewSite } from "./ceremony.ts";
import { sendWith, tryCode } from "./found.ts";
import { CodeForm } from "./start.tsx";
import { step, takeFile } from "./state.ts";

const LARGEST = 300_000;

/** The file's body and its root key; raises Told for anything that is not such a file. */
export function readSetupFile(text: string): { body: NewSite; rootVk: Uint8Array } {
  try {
    const { code: _code, ...body } = JSON.parse(text) as NewSite & { code?: string };
    if (body.demo !== false || body.staff.length === 0) throw new Error("not a real site");
    return { body, rootVk: fromB64(body.root_vk) };
  } catch {
    throw new Told("setup.file-wrong");
  }
}

async function take(file: File | undefined): Promise<string[]> {
  if (file === undefined || file.size > LARGEST) throw new Told("setup.file-wrong");
  const { body, rootVk } = readSetupFile(await file.text());
  const words = fingerprintWords(rootVk, english);
  takeFile(body, rootVk);
  return words;
}

export function FromFile() {
  const id = useId();
  const fingerprint = useSignal<string[]>([]);
  const { error, run } = useAction();
  const choose = (file: File | undefined) =>
    run(async () => {
      fingerprint.value = [];
      fingerprint.value = await take(file);
    });
  return (
    <section class="sheet">
      <ScreenHeading>{t("setup.offline")}</ScreenHeading>
      <p id={`${id}-help`}>{t("setup.offline-help")}</p>
      <div class="field">
        <label for={id}>{t("setup.file")}</label>
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          aria-describedby={`${id}-help`}
          onChange={(event) => void choose(event.currentTarget.files?.[0])}
        />
      </div>
      <Failure text={error} />
      {fingerprint.value.length > 0 && (
        <>
          <p role="status">{t("setup.file-read")}</p>
          <Fingerprint words={fingerprint.value} />
          <CodeForm
            label={t("setup.file-send")}
            onCode={async (code) => {
              await tryCode(code);
              await sendWith(code);
            }}
          />
        </>
      )}
      <Button
        kind="quiet"
        onClick={() => {
          step.value = "start";
        }}
      >
        {t("action.back")}
      </Button>
    </section>
  );
}

export function Fingerprint({ words }: { words: readonly string[] }) {
  return (
    <p class="fingerprint mono" dir="ltr" lang="en" translate={false}>
      {words.join(" ")}
    </p>
  );
}
