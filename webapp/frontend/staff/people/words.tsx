// Words that two people read out to each other: numbered, in a fixed order, always English.

export function Words({ words, label }: { words: readonly string[]; label: string }) {
  return (
    <ol class="words compare" dir="ltr" lang="en" aria-label={label}>
      {words.map((word, index) => (
        <li key={index}>{word}</li>
      ))}
    </ol>
  );
}
