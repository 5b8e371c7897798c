// A file that was fetched and checked, for as long as a dialog shows it.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SentFileLine } from "../logic/sent-files.ts";
import { type TrueType, trueType } from "../logic/true-type.ts";
import { explain } from "../ui/explain.ts";
import { fetchFile } from "./fetching.ts";

export interface Arrived {
  content: Blob;
  type: TrueType;
}

export interface OpenedFile {
  progress: number;
  arrived: Arrived | null;
  error: string;
}

function begin(
  conv: string,
  file: SentFileLine,
  to: { progress: Signal<number>; arrived: Signal<Arrived | null>; error: Signal<string> },
): () => void {
  const fetching = fetchFile(conv, file);
  let wanted = true;
  const stop = fetching.progress.subscribe((at) => {
    to.progress.value = at;
  });
  fetching.content.then(
    ({ content, head }) => {
      if (wanted) to.arrived.value = { content, type: trueType(head) };
    },
    (reason) => {
      if (wanted) to.error.value = explain(reason);
    },
  );
  return () => {
    wanted = false;
    stop();
    fetching.cancel();
    to.arrived.value = null;
  };
}

/** The file's checked content; leaving stops what is on its way and forgets what came. */
export function useOpenedFile(conv: string, file: SentFileLine): OpenedFile {
  const progress = useSignal(0);
  const arrived = useSignal<Arrived | null>(null);
  const error = useSignal("");
  useEffect(() => begin(conv, file, { progress, arrived, error }), [conv, file.id]);
  return { progress: progress.value, arrived: arrived.value, error: error.value };
}
