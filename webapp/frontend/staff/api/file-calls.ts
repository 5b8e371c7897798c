// The calls about files: which there are, the lock, and its release. Bytes come to a worker instead.

import { call, type Transport } from "./http.ts";
import type { NewContainerIn, RecordRow, SignedRecord } from "./types.ts";

export interface FileRow {
  file_id: string;
  /** Of the sealed bytes. */
  length: number;
  day: string;
  whole: boolean;
  locked: boolean;
  /** Of a locked file, to whoever may see those: the day up to which it is kept whatever happens. */
  held_until: string | null;
}

export const fileCalls = (t: Transport) => ({
  files: (conv: string) => call<{ files: FileRow[] }>(t, "GET", `/conversations/${conv}/files`),
  lockFile: (conv: string, file: string) =>
    call<null>(t, "POST", `/conversations/${conv}/files/${file}/lock`, {}),
  /** With its reason as a sealed note. */
  releaseFile: (
    conv: string,
    file: string,
    container: NewContainerIn | null,
    record: SignedRecord,
  ) =>
    call<RecordRow>(t, "POST", `/conversations/${conv}/files/${file}/release`, {
      container,
      record,
    }),
});
