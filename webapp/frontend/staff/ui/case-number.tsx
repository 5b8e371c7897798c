// A case number as people say it; it reads left to right in every language.

import { spokenNumber } from "../logic/case-number.ts";

export function CaseNumber({ number }: { number: string }) {
  return <bdi class="number">{spokenNumber(number)}</bdi>;
}
