// The inputs that the fuzzing of the Python parsers keeps (tests/fuzz/corpora), with its verdicts.
import { readFileSync } from "node:fs";

export interface Kept {
  verdict: string;
  data: Uint8Array;
}

/** Every kept input of a target. */
export function kept(target: string): Kept[] {
  const file = new URL(`../../fuzz/corpora/${target}.txt`, import.meta.url);
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => {
    const [verdict = "", data = ""] = line.split("\t");
    return { verdict, data: new Uint8Array(Buffer.from(data, "base64")) };
  });
}
