// A few places beside each other, of which one is shown: the pressed button.

interface Tab<T extends string> {
  value: T;
  label: string;
  lang?: string;
}

interface Props<T extends string> {
  legend: string;
  tabs: readonly Tab<T>[];
  shown: T;
  onShown: (value: T) => void;
}

export function Tabs<T extends string>({ legend, tabs, shown, onShown }: Props<T>) {
  return (
    <fieldset class="tabs">
      <legend class="hidden">{legend}</legend>
      {tabs.map(({ value, label, lang }) => (
        <button
          key={value}
          type="button"
          class="tab"
          lang={lang}
          aria-pressed={value === shown}
          onClick={() => onShown(value)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
