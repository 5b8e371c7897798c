// What the server last said of a conversation's files. What was asked for before a word from the
// line, or before a later question, says nothing any more: a file that was locked in between stays locked.

import { signal } from "@preact/signals";
import type { FileRow } from "../api/file-calls.ts";
import { explain } from "../ui/explain.ts";

type Asking = () => Promise<{ files: readonly FileRow[] }>;

export class FileRows {
  /** Null until the server said which there are. */
  readonly rows = signal<ReadonlyMap<string, FileRow> | null>(null);
  readonly error = signal("");
  readonly #ask: Asking;
  #asked = 0;

  constructor(ask: Asking) {
    this.#ask = ask;
  }

  readonly reload = async (): Promise<void> => {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const { files } = await this.#ask();
      if (mine !== this.#asked) return;
      this.rows.value = new Map(files.map((row) => [row.file_id, row]));
      this.error.value = "";
    } catch (reason) {
      if (mine === this.#asked) this.error.value = explain(reason);
    }
  };

  /** A colleague locked or released a file. */
  readonly hear = (fileId: string, locked: boolean): Promise<void> => {
    const row = this.rows.peek()?.get(fileId);
    if (row !== undefined)
      this.rows.value = new Map(this.rows.peek()).set(fileId, { ...row, locked });
    return this.reload();
  };
}
