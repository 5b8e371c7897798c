// The form for an organisation's main facts. All else in its document stays as it was imported.

import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t, term } from "../i18n/i18n.ts";
import { announce, DIRECTORY, go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextArea, TextField } from "../ui/field.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { BothOrganisations } from "./both-organisations.tsx";
import { opened, openOrganisation } from "./documents.ts";
import {
  discard,
  newPhone,
  newPlace,
  newService,
  save,
  theirs,
  type Written,
  writtenAbout,
  wrongIn,
} from "./draft.ts";
import { PartList } from "./part-list.tsx";
import { PlaceFields } from "./place-fields.tsx";
import { ServiceFields } from "./service-fields.tsx";
import {
  KINDS,
  type Main,
  type Organisation,
  type Phone,
  type Place,
  type Service,
} from "./types.ts";

interface PartProps {
  main: Main;
  set: (change: Partial<Main>) => void;
}

function Itself({ main, set }: PartProps) {
  return (
    <>
      <TextField
        label={t("directory.field.name")}
        dir="auto"
        required
        value={main.name}
        onValue={(name) => set({ name })}
      />
      <TextField
        label={t("directory.field.alternate_name")}
        dir="auto"
        value={main.alternate_name}
        onValue={(name) => set({ alternate_name: name })}
      />
      <TextArea
        label={t("directory.description")}
        value={main.description}
        onValue={(description) => set({ description })}
      />
      <div class="field-grid">
        <TextField
          label={t("directory.email")}
          dir="ltr"
          value={main.email}
          onValue={(email) => set({ email: email.trim() })}
        />
        <TextField
          label={t("directory.website")}
          dir="ltr"
          value={main.website}
          onValue={(website) => set({ website: website.trim() })}
        />
      </div>
    </>
  );
}

function Parts({ main, set }: PartProps) {
  return (
    <>
      <PartList<Phone>
        title={t("directory.phones")}
        add={t("directory.add-phone")}
        parts={main.phones}
        fresh={newPhone}
        nameOf={(phone) => phone.number}
        onParts={(phones) => set({ phones })}
      >
        {(phone, setPhone) => (
          <div class="field-grid">
            <TextField
              label={t("directory.phone")}
              dir="ltr"
              value={phone.number}
              onValue={(number) => setPhone({ number })}
            />
            <TextField
              label={t("directory.phone-for")}
              dir="auto"
              value={phone.description}
              onValue={(description) => setPhone({ description })}
            />
          </div>
        )}
      </PartList>
      <PartList<Service>
        title={t("directory.services")}
        add={t("directory.add-service")}
        parts={main.services}
        fresh={newService}
        nameOf={(service) => service.name}
        onParts={(services) => set({ services })}
      >
        {(service, setService) => <ServiceFields service={service} set={setService} />}
      </PartList>
      <PartList<Place>
        title={t("directory.places")}
        add={t("directory.add-place")}
        parts={main.places}
        fresh={newPlace}
        nameOf={(place) => place.name || place.city}
        onParts={(places) => set({ places })}
      >
        {(place, setPlace) => <PlaceFields place={place} set={setPlace} />}
      </PartList>
    </>
  );
}

function leave(it: Organisation | null): void {
  go(it === null ? DIRECTORY : { screen: "organisation", id: it.id });
}

function Form({ it, written }: { it: Organisation | null; written: Signal<Written> }) {
  const { busy, error, run } = useAction();
  const { kind, main } = written.value;
  const set = (change: Partial<Main>): void => {
    written.value = { ...written.value, main: { ...written.value.main, ...change } };
  };
  const wrong = wrongIn(written.value);
  const keepIt = (): Promise<void> =>
    run(async () => {
      const saved = await save(it, written.value);
      announce(t("directory.saved"));
      go({ screen: "organisation", id: saved.id });
    });
  return (
    <>
      <SelectField
        label={t("directory.kind")}
        value={kind}
        options={KINDS.map((value) => ({ value, label: term("recipient_kind", value) }))}
        onValue={(next) => {
          written.value = { ...written.value, kind: next };
        }}
      />
      <Itself main={main} set={set} />
      <Parts main={main} set={set} />
      {wrong.length > 0 && (
        <Notice tone="info">
          <ul>
            {wrong.map((id) => (
              <li key={id}>{t(id)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Failure text={error} />
      <div class="actions">
        <Button
          kind="primary"
          busy={busy}
          disabled={wrong.length > 0}
          onClick={() => void keepIt()}
        >
          {t("directory.save")}
        </Button>
        <Button
          onClick={() => {
            discard(it);
            leave(it);
          }}
        >
          {t("action.discard")}
        </Button>
      </div>
    </>
  );
}

function Editing({ it }: { it: Organisation | null }) {
  const written = writtenAbout(it);
  const other = theirs.value;
  if (other !== null && other.id === written.value.id)
    return <BothOrganisations written={written} other={other} />;
  // A new version of the draft is shown with fields of its own.
  return <Form key={written.value.version} it={it} written={written} />;
}

export function EditorScreen({ id }: { id: string | null }) {
  const { error, run } = useAction();
  useEffect(() => {
    if (id !== null) void run(async () => void (await openOrganisation(id)));
  }, []);
  const it = id === null ? null : opened.value.get(id);
  return (
    <section class="sheet">
      <ScreenHeading>{t(id === null ? "directory.new" : "directory.edit")}</ScreenHeading>
      <Failure text={error} />
      {it !== undefined && <Editing it={it} />}
    </section>
  );
}
