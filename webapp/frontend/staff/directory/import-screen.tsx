// An import: choose a file, see what it would change, then all of it or nothing.

import { type Signal, useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Problem } from "../api/http.ts";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { announce, DIRECTORY, go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { CheckBox, ticked } from "../ui/check.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { Findings } from "./findings.tsx";
import { refresh } from "./store.ts";
import type { Group, ImportPreview } from "./types.ts";

interface Looked {
  file: File;
  found: ImportPreview;
}

function GroupList({ title, group }: { title: string; group: Group }) {
  if (group.count === 0) return null;
  return (
    <details>
      <summary>
        {title} <span class="count">{number(group.count)}</span>
      </summary>
      <ul class="findings">
        {group.first.map(({ id, name, fields }) => (
          <li key={id}>
            <bdi>{name}</bdi>
            {fields !== undefined && fields.length > 0 && (
              <span class="field-help" dir="ltr">
                {" "}
                {fields.join(", ")}
              </span>
            )}
          </li>
        ))}
      </ul>
      {group.count > group.first.length && (
        <p>{t("directory.and-more", { n: number(group.count - group.first.length) })}</p>
      )}
    </details>
  );
}

function Preview({ found }: { found: ImportPreview }) {
  const counts = [
    ["added", found.added.count],
    ["changed", found.changed.count],
    ["unchanged", found.unchanged],
    ["missing", found.missing.count],
  ] as const;
  return (
    <section class="panel">
      <h2>{t("directory.would-change")}</h2>
      <p>{t(`directory.read-as.${found.format}`)}</p>
      <dl class="pairs">
        {counts.map(([name, count]) => (
          <div key={name} class="fact">
            <dt>{t(`directory.import.${name}`)}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
      <GroupList title={t("directory.import.added")} group={found.added} />
      <GroupList title={t("directory.import.changed")} group={found.changed} />
      <GroupList title={t("directory.import.missing")} group={found.missing} />
    </section>
  );
}

function CarryOut({ looked }: { looked: Signal<Looked | null> }) {
  const missing = useSignal(false);
  const loose = useSignal(false);
  const { busy, error, run } = useAction();
  const now = looked.value;
  if (now === null || now.found.stops) return null;
  const { file, found } = now;
  const dangling = found.counts.dangling ?? 0;
  const importIt = (): Promise<void> =>
    run(async () => {
      const { serial, digest } = found;
      try {
        await api.importDirectory(file, {
          serial,
          digest,
          missing: missing.value,
          loose: loose.value,
        });
      } catch (reason) {
        // Another state of the directory, or of the file: what was looked at is no longer true.
        if (reason instanceof Problem && reason.status === 409)
          looked.value = { file, found: await api.previewImport(file) };
        throw reason;
      }
      announce(t("directory.imported"));
      await refresh();
      go(DIRECTORY);
    });
  return (
    <section class="panel">
      {found.missing.count > 0 && (
        <CheckBox
          label={t("directory.remove-missing", { n: number(found.missing.count) })}
          {...ticked(missing)}
        />
      )}
      {dangling > 0 && (
        <CheckBox label={t("directory.keep-loose", { n: number(dangling) })} {...ticked(loose)} />
      )}
      <Failure text={error} />
      <div class="actions">
        <Button
          kind="primary"
          busy={busy}
          disabled={dangling > 0 && !loose.value}
          onClick={() => void importIt()}
        >
          {t("directory.import-now")}
        </Button>
      </div>
    </section>
  );
}

export function ImportScreen() {
  const looked = useSignal<Looked | null>(null);
  const { busy, error, run } = useAction();
  const id = useId();
  const look = (file: File | undefined): Promise<void> =>
    run(async () => {
      looked.value = null;
      if (file !== undefined) looked.value = { file, found: await api.previewImport(file) };
    });
  return (
    <section class="sheet">
      <ScreenHeading>{t("directory.import")}</ScreenHeading>
      <p>{t("directory.import-help")}</p>
      <div class="field">
        <label for={id}>{t("directory.file")}</label>
        <input
          id={id}
          type="file"
          accept=".json,.ndjson,.jsonl,.csv,.zip,.gz"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            // Choosing the same file again, corrected meanwhile, must be a change too.
            event.currentTarget.value = "";
            void look(file);
          }}
        />
      </div>
      <Failure text={error} />
      {busy && (
        <p class="quiet-line" role="status">
          {t("directory.looking")}
        </p>
      )}
      {looked.value !== null && (
        <>
          <p>
            <strong>
              <bdi>{looked.value.file.name}</bdi>
            </strong>
          </p>
          <Findings found={looked.value.found} />
          <Preview found={looked.value.found} />
          <CarryOut key={looked.value.found.serial} looked={looked} />
        </>
      )}
      <div class="actions">
        <Button onClick={() => go(DIRECTORY)}>{t("directory.back")}</Button>
      </div>
    </section>
  );
}
