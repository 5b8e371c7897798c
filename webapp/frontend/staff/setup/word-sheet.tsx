// A secret on one page: its words, what they are for and what to do with them; then two of the words
// are asked for, so that nobody goes on without having written them down.

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { randomBytes } from "../../lib/bytes.ts";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";

export function Words({ words }: { words: readonly string[] }) {
  return (
    <ol class="words" dir="ltr" lang="en" translate={false}>
      {words.map((word, index) => (
        <li key={index}>{word}</li>
      ))}
    </ol>
  );
}

/** Two places of the list, each as likely as any other, in order. */
function twoPlaces(count: number): [number, number] {
  const [one = 0, other = 0] = randomBytes(2);
  // 24 words: 256 is not a multiple, but which word is asked for is no secret.
  const first = one % count;
  const second = (first + 1 + (other % (count - 1))) % count;
  return first < second ? [first, second] : [second, first];
}

interface SheetProps {
  title: string;
  what: string;
  todo: readonly string[];
  words: readonly string[];
  children?: ComponentChildren;
  onWritten: () => void;
}

function Sheet({ title, what, todo, words, children, onWritten }: SheetProps) {
  return (
    <section class="sheet setup-sheet">
      <ScreenHeading>{title}</ScreenHeading>
      <p>{what}</p>
      <div class="card">
        <Words words={words} />
      </div>
      <ol class="todo">
        {todo.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      {children}
      <div class="no-print">
        <Notice tone="warn">{t("setup.once")}</Notice>
      </div>
      <div class="actions no-print">
        <Button kind="primary" onClick={onWritten}>
          {t("setup.written")}
        </Button>
        <Button onClick={() => window.print()}>{t("setup.print")}</Button>
      </div>
    </section>
  );
}

interface CheckProps {
  title: string;
  words: readonly string[];
  onRight: () => void;
  onBack: () => void;
}

function Check({ title, words, onRight, onBack }: CheckProps) {
  const places = useSignal(twoPlaces(words.length));
  const typed = useSignal(["", ""]);
  const wrong = useSignal("");
  const check = (): void => {
    const right = places.value.every(
      (place, i) => typed.value[i]?.trim().toLowerCase() === words[place],
    );
    if (right) onRight();
    else wrong.value = t("setup.check-wrong");
  };
  return (
    <form
      class="sheet"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <ScreenHeading>{t("setup.check-title", { what: title })}</ScreenHeading>
      <p>{t("setup.check-help")}</p>
      {places.value.map((place, i) => (
        <TextField
          key={place}
          label={t("setup.check-word", { n: place + 1 })}
          dir="ltr"
          autocapitalize="none"
          value={typed.value[i] ?? ""}
          onValue={(value) => {
            typed.value = typed.value.map((old, at) => (at === i ? value : old));
            wrong.value = "";
          }}
        />
      ))}
      <Failure text={wrong.value} />
      <div class="actions">
        <Button kind="primary" type="submit">
          {t("setup.check-go")}
        </Button>
        <Button onClick={onBack}>{t("setup.check-back")}</Button>
      </div>
    </form>
  );
}

interface Props extends Omit<SheetProps, "onWritten"> {
  onDone: () => void;
}

export function WordSheet({ onDone, ...sheet }: Props) {
  const checking = useSignal(false);
  const turn = (on: boolean) => () => {
    checking.value = on;
  };
  if (checking.value) {
    const { title, words } = sheet;
    return <Check title={title} words={words} onRight={onDone} onBack={turn(false)} />;
  }
  return <Sheet {...sheet} onWritten={turn(true)} />;
}
