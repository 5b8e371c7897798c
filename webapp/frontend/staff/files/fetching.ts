// One file on its way to this screen: progress, an end, and a way to stop it.

import { type Signal, signal } from "@preact/signals";
import { fromB64 } from "../../lib/bytes.ts";
import type { SentFileLine } from "../logic/sent-files.ts";
import { apiExpired, atLock, atWipe, currentToken, open } from "../store/session.ts";
import { startWorker } from "../trusted.ts";
import { Told } from "../ui/explain.ts";
import type { FileAnswer, FileRequest } from "./unseal.ts";

/** A file's content, which the browser keeps, and its first bytes. */
export interface Came {
  content: Blob;
  head: Uint8Array;
}

export interface Fetching {
  /** From 0 to 1. */
  progress: Signal<number>;
  /** Raises Told with the reason where the file is not what was sent, or does not come. */
  content: Promise<Came>;
  cancel: () => void;
}

const running = new Set<Worker>();

/** The lock and the end of a session leave no worker with a key. */
function endAll(): void {
  for (const worker of running) worker.terminate();
  running.clear();
}

atWipe(endAll);
atLock(endAll);

function refusal(status: number): Told {
  if (status === 401) apiExpired();
  if (status === 403) return new Told("file.refused-locked");
  return new Told(status === 404 ? "file.gone" : "file.failed-line");
}

/** Why the answer is no content. */
function reasonOf(answer: Exclude<FileAnswer, { came: number }>): Told {
  if ("broken" in answer) return new Told(`file.broken-${answer.broken}`);
  if ("status" in answer) return refusal(answer.status);
  return new Told(`file.failed-${"failed" in answer ? answer.failed : "line"}`);
}

function requestFor(conv: string, file: SentFileLine): FileRequest {
  const { site } = open().keyring;
  const { id, key, size, hash } = file;
  return {
    path: `/api/v1/conversations/${conv}/files/${id}`,
    token: currentToken() ?? "",
    file: { site, conv: fromB64(conv), fileId: fromB64(id), fk: key, size, hash },
  };
}

/** Ask for a file of this conversation and unseal it, away from the page's thread. */
export function fetchFile(conv: string, file: SentFileLine): Fetching {
  const address = document.getElementById("desk")?.getAttribute("data-files") ?? "";
  const worker = startWorker(address);
  const progress = signal(0);
  running.add(worker);
  const cancel = (): void => {
    worker.terminate();
    running.delete(worker);
  };
  const content = new Promise<Came>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FileAnswer>) => {
      if ("came" in data) {
        progress.value = data.came / data.of;
        return;
      }
      cancel();
      if ("content" in data) resolve(data);
      else reject(reasonOf(data));
    };
    worker.onerror = () => {
      cancel();
      reject(new Told("file.failed-line"));
    };
  });
  worker.postMessage(requestFor(conv, file));
  return { progress, content, cancel };
}
