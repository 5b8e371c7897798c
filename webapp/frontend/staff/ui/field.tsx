// Labelled inputs: every field has a visible label, its help and error are tied to it.

import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface Common {
  label: string;
  help?: string;
  error?: string;
}

/** A field whose value is in a signal: what it shows, and what a change of it changes. */
export const bound = <T,>(held: Signal<T>) => ({
  value: held.value,
  onValue: (value: T) => {
    held.value = value;
  },
});

interface Ids {
  id: string;
  describedBy: string | undefined;
}

function Frame({
  label,
  help = "",
  error = "",
  children,
}: Common & { children: (ids: Ids) => ComponentChildren }) {
  const id = useId();
  const parts = [help && `${id}-help`, error && `${id}-error`].filter(Boolean);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {help && (
        <p class="field-help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {children({ id, describedBy: parts.length > 0 ? parts.join(" ") : undefined })}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

type InputProps = Common & {
  value: string;
  onValue: (value: string) => void;
  secret?: boolean;
  type?: "date" | "time";
  /** The id of a <datalist> whose names are offered below the field. */
  list?: string;
  dir?: "auto" | "ltr";
  inputMode?: "text" | "numeric" | "decimal";
  autocapitalize?: "none";
  readOnly?: boolean;
  required?: boolean;
};

/** One line of text. Nothing here is remembered or checked by the browser's own helpers. */
export function TextField({ label, help, error, value, onValue, secret, ...rest }: InputProps) {
  return (
    <Frame label={label} help={help ?? ""} error={error ?? ""}>
      {({ id, describedBy }) => {
        const attributes = {
          autocomplete: "off",
          spellcheck: false,
          ...rest,
          id,
          value,
          "aria-describedby": describedBy,
          "aria-invalid": error ? true : undefined,
          onInput: (event: { currentTarget: HTMLInputElement }) =>
            onValue(event.currentTarget.value),
        };
        return secret ? <input {...attributes} type="password" /> : <input {...attributes} />;
      }}
    </Frame>
  );
}

type AreaProps = Common & {
  value: string;
  onValue: (value: string) => void;
  rows?: number;
  dir?: "auto";
  required?: boolean;
  disabled?: boolean;
};

/** Several lines of text; the reading direction follows what is typed. */
export function TextArea({ label, help, error, value, onValue, rows = 4, ...rest }: AreaProps) {
  return (
    <Frame label={label} help={help ?? ""} error={error ?? ""}>
      {({ id, describedBy }) => (
        <textarea
          {...rest}
          id={id}
          rows={rows}
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          value={value}
          aria-describedby={describedBy}
          aria-invalid={error ? true : undefined}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Frame>
  );
}

export interface Option {
  value: string;
  label: string;
}

type SelectProps = Common & {
  value: string;
  options: readonly Option[];
  onValue: (value: string) => void;
  disabled?: boolean;
  required?: boolean;
};

/** A pick list; a stored value that is not in the list is still shown and kept. */
export function SelectField({ label, help, error, value, options, onValue, ...rest }: SelectProps) {
  const all = options.some((it) => it.value === value)
    ? options
    : [{ value, label: value }, ...options];
  return (
    <Frame label={label} help={help ?? ""} error={error ?? ""}>
      {({ id, describedBy }) => (
        <select
          {...rest}
          id={id}
          value={value}
          aria-describedby={describedBy}
          onChange={(event) => onValue(event.currentTarget.value)}
        >
          {all.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Frame>
  );
}
