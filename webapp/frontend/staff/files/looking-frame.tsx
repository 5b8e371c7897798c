// The place on the page where a file is decoded: a frame of no origin, which gets bytes and gives words.

import { useEffect, useRef } from "preact/hooks";
import type { Clear, Handed, Said } from "../frame/looking.ts";
import { t } from "../i18n/i18n.ts";

const PAGE = "/looking";

interface Props {
  handed: Handed;
  clear: boolean;
  onSaid: (word: Said) => void;
}

/** Shows what is handed over: the frame reads it from the browser, and knows nothing else of the page. */
export function LookingFrame({ handed, clear, onSaid }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const heard = useRef(onSaid);
  heard.current = onSaid;
  // Its origin is "null", so no address can be named; only this one window is meant.
  const say = (words: Handed | Clear): void =>
    frame.current?.contentWindow?.postMessage(words, "*");
  useEffect(() => {
    const hear = ({ source, data }: MessageEvent<Said>): void => {
      if (source === null || source !== frame.current?.contentWindow) return;
      if (data === "ready") say(handed);
      else heard.current(data);
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, [handed]);
  useEffect(() => say({ clear }), [clear]);
  return (
    <iframe
      ref={frame}
      class={`looking ${handed.how}`}
      title={t("file.frame")}
      sandbox="allow-scripts"
      referrerpolicy="no-referrer"
      src={PAGE}
    />
  );
}
