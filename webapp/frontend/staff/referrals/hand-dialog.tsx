// Handing a release over: first what whoever receives it will read, then the ways in which it may leave.

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import {
  CaseMovedOn,
  EXPORT,
  type Packet,
  ReleaseIsOver,
  type ReleaseWords,
  type Shareable,
} from "../logic/packet.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { saveBytes } from "../ui/save-file.ts";
import { type Action, useAction } from "../ui/use-action.ts";
import type { Release } from "../vault/release.ts";
import {
  type Handed,
  handByMouth,
  handFile,
  handLink,
  handPlainFile,
  packetFor,
} from "./hand-packet.ts";
import { PacketView } from "./packet-view.tsx";

interface Props {
  caseId: string;
  release: Release;
  words: Shareable;
  reload: () => Promise<void>;
  onClose: () => void;
}

const fileName = (packet: Packet): string => `referral-${packet.release.slice(0, 8)}.zip.age`;

function LinkOnce({ handed }: { handed: Handed }) {
  return (
    <div class="hand-over">
      <Notice tone="warn">{t("packet.link-once")}</Notice>
      <dl class="card">
        <dt>{t("packet.link")}</dt>
        <dd class="mono secret link" dir="ltr">
          {handed.link}
        </dd>
        <dt>{t("packet.words")}</dt>
        <dd class="mono secret" dir="ltr">
          {handed.words}
        </dd>
      </dl>
      <p>{t("packet.link-apart")}</p>
    </div>
  );
}

interface WaysProps {
  packet: Packet;
  hand: (act: () => Promise<void>) => void;
  words: ReleaseWords;
  caseId: string;
  busy: boolean;
  onLink: (handed: Handed) => void;
}

const nameOfExport = (packet: Packet): string => `case-${packet.release.slice(0, 8)}.zip`;

/** An export is printed or saved as it is: nobody has a key for it. */
function ExportWays({ packet, hand, caseId, busy }: Omit<WaysProps, "words" | "onLink">) {
  const file = async (): Promise<void> =>
    saveBytes(nameOfExport(packet), await handPlainFile(packet, caseId));
  const print = async (): Promise<void> => {
    await handByMouth(packet, caseId, "print");
    window.print();
  };
  return (
    <>
      <p class="quiet-line no-print">{t("export.plain")}</p>
      <div class="actions no-print">
        <Button kind="primary" busy={busy} onClick={() => hand(print)}>
          {t("export.by-print")}
        </Button>
        <Button busy={busy} onClick={() => hand(file)}>
          {t("export.by-file")}
        </Button>
      </div>
    </>
  );
}

function Ways({ packet, hand, words, caseId, busy, onLink }: WaysProps) {
  const file = async (): Promise<void> => {
    const bytes = await handFile(packet, caseId, words);
    saveBytes(fileName(packet), bytes);
  };
  const link = async (): Promise<void> => onLink(await handLink(packet, caseId, location.origin));
  const print = async (): Promise<void> => {
    await handByMouth(packet, caseId, "print");
    window.print();
  };
  const spoken = () => handByMouth(packet, caseId, "spoken");
  return (
    <div class="actions no-print">
      {words.key !== "" && (
        <Button kind="primary" busy={busy} onClick={() => hand(file)}>
          {t("packet.by-file")}
        </Button>
      )}
      <Button kind={words.key === "" ? "primary" : "plain"} busy={busy} onClick={() => hand(link)}>
        {t("packet.by-link")}
      </Button>
      <Button busy={busy} onClick={() => hand(print)}>
        {t("packet.by-print")}
      </Button>
      <Button busy={busy} onClick={() => hand(spoken)}>
        {t("packet.by-mouth")}
      </Button>
    </div>
  );
}

/** The packet, or why there is none. */
function packetOrWhy({ release, words }: Props): { packet: Packet | null; why: string } {
  try {
    const packet = packetFor(release, words, new Date());
    return { packet, why: packet === null ? t("referral.disagrees") : "" };
  } catch (reason) {
    if (reason instanceof CaseMovedOn) return { packet: null, why: t("referral.moved-on") };
    if (reason instanceof ReleaseIsOver) return { packet: null, why: t("error.release-over") };
    throw reason;
  }
}

function Foot({ action, children }: { action: Action; children: preact.ComponentChildren }) {
  return (
    <>
      <Failure text={action.error} />
      {children}
    </>
  );
}

export function HandDialog(props: Props) {
  const { release, caseId, reload, onClose } = props;
  const handed = useSignal<Handed | null>(null);
  const action = useAction();
  // What is shown is what leaves: the case may move on below the open dialog.
  const { packet, why } = useMemo(() => packetOrWhy(props), [release.row.release_id]);
  const hand = (act: () => Promise<void>): void =>
    void action.run(async () => {
      await act();
      announce(t("packet.handed"));
      await reload();
    });
  const onLink = (made: Handed): void => {
    handed.value = made;
  };
  const handKey = release.words?.key ?? "";
  const isExport = release.row.mode === EXPORT;
  const ways = packet !== null && release.words !== null && handed.value === null && (
    <Foot action={action}>
      {packet.mode === EXPORT ? (
        <ExportWays {...{ packet, hand, caseId }} busy={action.busy} />
      ) : (
        <Ways {...{ packet, hand, caseId, onLink }} words={release.words} busy={action.busy} />
      )}
    </Foot>
  );
  return (
    <Dialog
      title={t(isExport ? "export.hand-over" : "packet.hand-over")}
      wide
      foot={ways || undefined}
      onClose={onClose}
    >
      {why !== "" && <Notice tone="warn">{why}</Notice>}
      {handed.value !== null && <LinkOnce handed={handed.value} />}
      {packet !== null && handed.value === null && (
        <>
          <p class="no-print">{t("packet.look")}</p>
          {handKey !== "" && (
            <p class="no-print">
              {t("packet.key")}{" "}
              <bdi class="mono" dir="ltr">
                {handKey}
              </bdi>
            </p>
          )}
          <PacketView packet={packet} />
        </>
      )}
    </Dialog>
  );
}
