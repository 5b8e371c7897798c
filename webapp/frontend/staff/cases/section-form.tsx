// The form of one section, made from its kind's list of fields: title and text are there for every kind.

import { t } from "../i18n/i18n.ts";
import type { Flat } from "../logic/merge.ts";
import { fieldsOf, isAsked, type SectionField } from "../logic/section-fields.ts";
import { SelectField, TextArea, TextField } from "../ui/field.tsx";
import { optionalOf } from "../ui/term-options.ts";
import { text } from "./case-fields.tsx";
import { fieldLabel } from "./record-view.ts";

/** A file of a linked conversation, for a section that is about one. */
export interface NamedFile {
  id: string;
  name: string;
}

interface Props {
  section: string;
  flat: Flat;
  files: readonly NamedFile[];
  onFlat: (flat: Flat) => void;
}

type FieldProps = Omit<Props, "section"> & { field: SectionField };

/** Which file it is: two may have one name, so the id goes with it. */
function FileField({ field, flat, files, onFlat }: FieldProps) {
  const named = text(flat, `fields.${field.name}`);
  const options = files.map(({ id, name }) => ({ value: id, label: name }));
  const id = text(flat, "fields.file");
  return (
    <SelectField
      label={fieldLabel(`fields.${field.name}`)}
      value={id}
      options={[
        { value: "", label: t("field.none") },
        // A file of a conversation that is detached by now keeps its name.
        ...(id !== "" && !files.some((each) => each.id === id)
          ? [{ value: id, label: named }]
          : []),
        ...options,
      ]}
      onValue={(file) => {
        const name = options.find(({ value }) => value === file)?.label ?? "";
        onFlat({ ...flat, "fields.file": file, [`fields.${field.name}`]: name });
      }}
    />
  );
}

function Field(props: FieldProps) {
  const { field, flat, onFlat } = props;
  const key = `fields.${field.name}`;
  const shared = {
    label: fieldLabel(key),
    value: text(flat, key),
    onValue: (value: string) => onFlat({ ...flat, [key]: value }),
  };
  switch (field.as) {
    case "file":
      return <FileField {...props} />;
    case "pick":
      return <SelectField {...shared} options={optionalOf(field.list)} />;
    case "area":
      return <TextArea {...shared} rows={2} />;
    case "number":
      return <TextField {...shared} inputMode="numeric" />;
    case "date":
      return <TextField {...shared} type="date" />;
    case "phone":
    case "email":
      return <TextField {...shared} dir="ltr" />;
    default:
      return <TextField {...shared} dir="auto" />;
  }
}

export function SectionForm({ section, flat, files, onFlat }: Props) {
  const fields = fieldsOf(section);
  const isTitled = fields.length === 0 || text(flat, "title") !== "";
  return (
    <>
      {isTitled && (
        <TextField
          label={t("case.section-title")}
          dir="auto"
          value={text(flat, "title")}
          onValue={(title) => onFlat({ ...flat, title })}
        />
      )}
      {fields.length > 0 && (
        <div class="field-grid">
          {fields
            .filter((field) => isAsked(field, flat))
            .map((field) => (
              <Field key={field.name} {...{ field, flat, files, onFlat }} />
            ))}
        </div>
      )}
      <TextArea
        label={fields.length === 0 ? t("case.body") : t("case.section-notes")}
        rows={fields.length === 0 ? 6 : 3}
        value={text(flat, "body")}
        onValue={(body) => onFlat({ ...flat, body })}
      />
    </>
  );
}
