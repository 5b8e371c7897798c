// What the server says of a conversation's files: asked for while they are on screen, and told at
// once when a colleague locks one. Until it has said something, nothing of a file is shown.

import type { Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext, useEffect, useMemo } from "preact/hooks";
import type { FileRow } from "../api/file-calls.ts";
import { hearing } from "../live/line.ts";
import type { Talk } from "../live/talk.ts";
import { api } from "../store/session.ts";
import { usePoll } from "../ui/use-poll.ts";
import { FileRows } from "./file-rows.ts";

/** The line tells of a lock at once; asking is only for what it may have lost. */
const PACE_MS = 20_000;
const NOTHING_MS = 3_600_000;

export interface KnownFiles {
  talk: Talk;
  /** Null until the server said which there are. */
  rows: Signal<ReadonlyMap<string, FileRow> | null>;
  error: Signal<string>;
  reload: () => Promise<void>;
}

const Known = createContext<KnownFiles | null>(null);
export const KnownFilesOf = Known.Provider;

export function useKnownFiles(): KnownFiles {
  const known = useContext(Known);
  if (known === null) throw new Error("no files around this");
  return known;
}

interface Changed {
  conv: string;
  file_id: string;
  locked: boolean;
}

/** The files of a conversation, asked for whenever its messages name others than before. */
export function useFilesOf(talk: Talk, named: readonly string[]): KnownFiles {
  const { conv } = talk;
  const known = useMemo(() => new FileRows(() => api.files(conv)), [conv]);
  const { rows, error } = known;
  const reload = named.length > 0 ? known.reload : nothing;
  usePoll(reload, `${conv} ${named.join(" ")}`, named.length > 0 ? PACE_MS : NOTHING_MS);
  useEffect(
    () =>
      hearing<Changed>("file", (told) => {
        if (told.conv === conv) void known.hear(told.file_id, told.locked);
      }),
    [conv],
  );
  return { talk, rows, error, reload };
}

const nothing = (): Promise<void> => Promise.resolve();
