// The calls of the directory. None of them carries what is looked for: the search is in this browser.

import type { CardsAnswer, Format, ImportPreview, Main, Organisation } from "../directory/types.ts";
import { asWriting, call, problemOf, type Transport, Unreachable } from "./http.ts";
import type { RepliesAnswer } from "./live-types.ts";
import type { NewContainerIn, RecordRow, SignedRecord } from "./types.ts";

export interface ImportChoices {
  serial: number;
  digest: string;
  missing: boolean;
  loose: boolean;
}

interface Sent {
  type: string;
  accept: string;
  body: BodyInit;
}

/** A call whose body or answer is no JSON; its problems are. */
async function sendRaw(
  t: Transport,
  path: string,
  { type, accept, body }: Sent,
): Promise<Response> {
  const token = t.token();
  let response: Response;
  try {
    response = await t.fetch(`/api/v1/directory/${path}`, {
      method: "POST",
      headers: { Accept: accept, "Content-Type": type, Authorization: `Bearer ${token ?? ""}` },
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      body,
    });
  } catch {
    throw new Unreachable("no answer");
  }
  if (response.ok) return response;
  const problem: unknown = await response.json().catch(() => ({}));
  if (response.status === 401 && token !== null) t.expired(token);
  throw problemOf(response.status, (problem ?? {}) as Record<string, unknown>);
}

async function whole<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch {
    throw new Unreachable("the answer was cut short");
  }
}

const bytes = (body: BodyInit): Sent => ({
  type: "application/octet-stream",
  accept: "application/json",
  body,
});

const bit = (on: boolean): string => (on ? "1" : "0");

/** An age recipient, and the word of whoever names it. */
export interface NamedKey {
  recipient: string;
  day: string;
  signature: string;
}

export const directoryCalls = (t: Transport) => ({
  cards: (since: number, after: string) =>
    call<CardsAnswer>(t, "GET", `/directory?since=${since}&after=${encodeURIComponent(after)}`),
  organisations: (lot: number, bits: number) =>
    call<{ organisations: Organisation[] }>(
      t,
      "GET",
      `/directory/documents?lot=${lot}&bits=${bits}`,
    ),
  addOrganisation: (id: string, kind: string, main: Main) =>
    call<Organisation>(t, "POST", "/directory/new", { id, kind, main }),
  saveOrganisation: (id: string, version: number, kind: string, main: Main) =>
    call<Organisation>(t, "POST", "/directory/facts", { id, version, kind, main }),
  markChecked: (id: string, version: number) =>
    call<Organisation>(t, "POST", "/directory/checked", { id, version }),
  setRemoved: (id: string, version: number, removed: boolean) =>
    call<Organisation>(t, "POST", "/directory/removed", { id, version, removed }),
  setOrganisationKey: (id: string, version: number, key: NamedKey | null) =>
    call<Organisation>(t, "POST", "/directory/key", { id, version, key }),
  organisationNotes: () => call<RepliesAnswer>(t, "GET", "/directory/notes"),
  saveOrganisationNote: (container: NewContainerIn | null, record: SignedRecord) =>
    call<RecordRow>(t, "POST", "/directory/notes", { container, record }),
  previewImport: async (file: Blob): Promise<ImportPreview> => {
    const answer = await sendRaw(t, "preview", bytes(file));
    return whole(answer.json() as Promise<ImportPreview>);
  },
  importDirectory: (file: Blob, { serial, digest, missing, loose }: ImportChoices) =>
    asWriting(async (): Promise<{ serial: number }> => {
      const chosen = `serial=${serial}&digest=${digest}&missing=${bit(missing)}&loose=${bit(loose)}`;
      const answer = await sendRaw(t, `import?${chosen}`, bytes(file));
      return whole(answer.json() as Promise<{ serial: number }>);
    }),
  exportDirectory: async (format: Format): Promise<Blob> => {
    const body = JSON.stringify({ format });
    const answer = await sendRaw(t, "export", { type: "application/json", accept: "*/*", body });
    return whole(answer.blob());
  },
});
