// What somebody writes about an organisation, until it is saved: it stays over other screens and a lock.

import { type Signal, signal } from "@preact/signals";
import { Problem } from "../api/http.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { api, atWipe } from "../store/session.ts";
import { keep } from "./documents.ts";
import { refresh } from "./store.ts";
import type { Hours, Main, Organisation, Phone, Place, Service } from "./types.ts";

export interface Written {
  /** The id of a new one is drawn before it is sent, so that sending twice makes one. */
  id: string;
  version: number;
  kind: string;
  main: Main;
}

/** Somebody else saved first: theirs, until both have been looked at. */
export const theirs = signal<Organisation | null>(null);
atWipe(() => {
  theirs.value = null;
});

const EMPTY: Main = {
  name: "",
  alternate_name: "",
  description: "",
  email: "",
  website: "",
  phones: [],
  services: [],
  places: [],
};

export const newPhone = (): Phone => ({ id: "", number: "", description: "" });
export const newService = (): Service => ({
  id: "",
  name: "",
  description: "",
  eligibility_description: "",
  minimum_age: null,
  maximum_age: null,
  statuses: [],
  fees: "",
  languages: [],
  coverage: "",
});
export const newPlace = (): Place => ({
  id: "",
  name: "",
  address_1: "",
  city: "",
  state_province: "",
  postal_code: "",
  country: "",
  latitude: null,
  longitude: null,
  hours: [],
});
export const newHours = (timezone: string): Hours => ({
  id: "",
  days: ["MO", "TU", "WE", "TH", "FR"],
  opens_at: "09:00",
  closes_at: "17:00",
  timezone,
});

const slotOf = (id: string | null): string => `organisation:${id ?? "new"}`;

/** The draft about an organisation, or about a new one. */
export const writtenAbout = (it: Organisation | null): Signal<Written> =>
  draft<Written>(
    slotOf(it?.id ?? null),
    it === null
      ? { id: crypto.randomUUID(), version: 0, kind: "other", main: EMPTY }
      : { id: it.id, version: it.version, kind: it.kind, main: it.main },
  );

export const discard = (it: Organisation | null): void => dropDraft(slotOf(it?.id ?? null));

/** What keeps a draft from being saved: message ids; nothing where it may be. */
export function wrongIn({ main }: Written): string[] {
  const wrong: string[] = [];
  if (main.name.trim() === "") wrong.push("directory.wrong.name");
  if (main.services.some(({ name }) => name.trim() === "")) wrong.push("directory.wrong.service");
  if (main.phones.some(({ number }) => number.trim() === "")) wrong.push("directory.wrong.phone");
  const numbers = [
    ...main.services.flatMap((it) => [it.minimum_age, it.maximum_age]),
    ...main.places.flatMap((it) => [it.latitude, it.longitude]),
  ];
  if (numbers.some((it) => Number.isNaN(it))) wrong.push("directory.wrong.number");
  const hours = main.places.flatMap((it) => it.hours);
  if (hours.some((it) => it.days.length === 0 || !it.opens_at || !it.closes_at))
    wrong.push("directory.wrong.hours");
  return wrong;
}

/** Save the draft; where somebody else was first, theirs is there to be looked at, and this fails. */
export async function save(it: Organisation | null, written: Written): Promise<Organisation> {
  const { id, version, kind, main } = written;
  try {
    const saved =
      it === null
        ? await api.addOrganisation(id, kind, main)
        : await api.saveOrganisation(id, version, kind, main);
    keep(saved);
    discard(it);
    await refresh().catch(() => null);
    return saved;
  } catch (reason) {
    if (reason instanceof Problem && reason.slug === "organisation-changed") {
      theirs.value = reason.body.current as Organisation;
      keep(theirs.value);
    }
    throw reason;
  }
}
