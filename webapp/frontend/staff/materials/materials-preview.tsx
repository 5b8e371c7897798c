// What people outside would read, in each language, laid out by the server as it lays it out for them.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Language, language, t } from "../i18n/i18n.ts";
import { LanguageTabs } from "../site/language-tabs.tsx";
import { api } from "../store/session.ts";
import { explain } from "../ui/explain.ts";
import { Failure } from "../ui/notice.tsx";
import { library } from "./draft.ts";
import type { Block, MaterialsDraft, Page, Preview } from "./types.ts";

function Line({ line }: { line: Block["lines"][number] }) {
  return (
    <>
      {line.map(({ text, is_address }, at) =>
        is_address ? (
          <u key={at} dir="ltr">
            {text}
          </u>
        ) : (
          text
        ),
      )}
    </>
  );
}

function Laid({ block: { kind, lines } }: { block: Block }) {
  if (kind === "points") {
    return (
      <ul>
        {lines.map((line, at) => (
          <li key={at}>
            <Line line={line} />
          </li>
        ))}
      </ul>
    );
  }
  const inner = lines.map((line, at) => <Line key={at} line={line} />);
  return kind === "heading" ? <h3>{inner}</h3> : <p>{inner}</p>;
}

function Read({ page, seen }: { page: Page; seen: Preview }) {
  const other = page.language === seen.language ? {} : { lang: page.language, dir: page.direction };
  return (
    <details {...other}>
      <summary>{page.title || "—"}</summary>
      {page.leads_away && <p class="outside-help">{seen.away}</p>}
      {page.blocks.map((block, at) => (
        <Laid key={at} block={block} />
      ))}
    </details>
  );
}

function Outside({ seen }: { seen: Preview }) {
  return (
    <div
      class="outside outside-library"
      lang={seen.language}
      dir={seen.direction}
      data-accent="teal"
      data-scheme="auto"
    >
      {seen.shelves.map(({ heading, pages }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          {pages.map((page) => (
            <Read key={page.key} page={page} seen={seen} />
          ))}
        </section>
      ))}
    </div>
  );
}

export function MaterialsPreview({ body }: MaterialsDraft) {
  const shown = useSignal<Language>(language.value);
  const seen = useSignal<Preview | null>(null);
  const error = useSignal("");
  const look = async (code: Language): Promise<void> => {
    try {
      const got = await api.previewMaterials(body, code);
      if (code === shown.value) seen.value = got;
    } catch (reason) {
      error.value = explain(reason);
      library.refused(reason);
    }
  };
  useEffect(() => void look(shown.value), [shown.value, body]);
  return (
    <section class="panel">
      <p>{t("materials.preview-lead")}</p>
      <LanguageTabs
        shown={shown.value}
        onShown={(code) => {
          shown.value = code;
        }}
      />
      <Failure text={error.value} />
      {seen.value && <Outside seen={seen.value} />}
    </section>
  );
}
