// Looking at a file, or saving it: it is fetched and checked first; then the desk says what it truly is.

import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Said } from "../frame/looking.ts";
import { fileSize } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { lies, saveName, shownName } from "../logic/save-name.ts";
import type { SentFileLine } from "../logic/sent-files.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { FileName } from "./file-facts.tsx";
import { LookingFrame } from "./looking-frame.tsx";
import { type Arrived, type OpenedFile, useOpenedFile } from "./opened-file.ts";

export type Wanted = "look" | "save";

interface Props {
  conv: string;
  file: SentFileLine;
  wanted: Wanted;
  /** Asks to lock it away; undefined where it is locked. */
  onLock: (() => void) | undefined;
  onClose: () => void;
}

/** The kinds by which a sender's program calls what these bytes are. */
const CALLED: Record<string, readonly string[]> = {
  "3gp": ["mp4"],
  webm: ["matroska"],
  film: ["matroska"],
  m4a: ["mp4", "audio"],
  mp3: ["audio"],
  ogg: ["audio"],
  wav: ["audio"],
  sound: ["audio"],
};

/** Whether the bytes are something else than the name's ending or the sender's program says. */
function differs({ name, kind }: SentFileLine, { type }: Arrived): boolean {
  const called = CALLED[type.name] ?? [type.name];
  const claimed = kind !== "other" && type.name !== "empty" && !called.includes(kind);
  return claimed || lies(name, type);
}

function TrueKind({ file, arrived }: { file: SentFileLine; arrived: Arrived }) {
  const is = t(`file.is.${arrived.type.name}`);
  if (!differs(file, arrived)) return <p>{t("file.truly", { is })}</p>;
  return <Notice tone="warn">{t("file.differs", { is })}</Notice>;
}

/** Blurred and grey until the person wants to see it; sound needs no veil. */
function Shown({ file, arrived }: { file: SentFileLine; arrived: Arrived }) {
  const clear = useSignal(false);
  const broken = useSignal(false);
  const { how, mime } = arrived.type;
  const handed = useMemo(
    () => ({
      how: how ?? "image",
      mime,
      name: shownName(file.name),
      content: arrived.content,
    }),
    [arrived],
  );
  const turn = (): void => {
    clear.value = !clear.value;
  };
  const said = (word: Said): void => {
    if (word === "clicked") turn();
    if (word === "broken") broken.value = true;
  };
  if (broken.value) return <Notice tone="warn">{t("file.cannot-show")}</Notice>;
  return (
    <>
      {how !== "audio" && (
        <div class="actions">
          <Button aria-pressed={clear.value} onClick={turn}>
            {t(clear.value ? "file.hide" : "file.show")}
          </Button>
        </div>
      )}
      <LookingFrame handed={handed} clear={clear.value} onSaid={said} />
    </>
  );
}

/** Given to the disk as bytes of no kind: nothing opens by itself. */
function SaveLink({ file, arrived }: { file: SentFileLine; arrived: Arrived }) {
  const address = useSignal("");
  useEffect(() => {
    address.value = URL.createObjectURL(arrived.content);
    return () => URL.revokeObjectURL(address.peek());
  }, [arrived]);
  const name = saveName(file.name, arrived.type);
  return (
    <>
      <Notice tone="warn">{t("file.advice")}</Notice>
      <p>
        {t("file.saved-as")} <bdi class="file-saved">{name}</bdi>
      </p>
      <div class="actions">
        <a class="button primary" href={address.value} download={name}>
          {t("file.save-now")}
        </a>
      </div>
    </>
  );
}

function OnItsWay({ size, progress }: { size: number; progress: number }) {
  return (
    <div class="file-progress">
      <label>
        {t("file.checking")}
        <progress max={1} value={progress} />
      </label>
      <p class="quiet">{t("file.came", { came: fileSize(progress * size), of: fileSize(size) })}</p>
    </div>
  );
}

function Body({ file, wanted, opened }: Pick<Props, "file" | "wanted"> & { opened: OpenedFile }) {
  const { arrived, error, progress } = opened;
  if (error !== "") return <Failure text={error} />;
  if (arrived === null) return <OnItsWay size={file.size} progress={progress} />;
  return (
    <>
      <TrueKind file={file} arrived={arrived} />
      {wanted === "save" && <SaveLink file={file} arrived={arrived} />}
      {wanted === "look" && arrived.type.how !== null && <Shown file={file} arrived={arrived} />}
      {wanted === "look" && arrived.type.how === null && (
        <Notice tone="warn">{t("file.only-saved")}</Notice>
      )}
    </>
  );
}

export function FileDialog({ conv, file, wanted, onLock, onClose }: Props) {
  const opened = useOpenedFile(conv, file);
  const foot = onLock && (
    <div class="actions">
      <Button kind="danger" onClick={onLock}>
        {t("file.lock")}
      </Button>
    </div>
  );
  return (
    <Dialog wide title={t(`file.${wanted}-title`)} foot={foot} onClose={onClose}>
      <FileName file={file} />
      <Body file={file} wanted={wanted} opened={opened} />
    </Dialog>
  );
}
