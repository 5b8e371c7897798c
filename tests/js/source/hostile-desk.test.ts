// Somebody at the desk who seals junk: the person outside still sees the rest of their thread.
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

/** As in a browser: what is no selector throws. */
function select(selector: string): null[] {
  if (!/^[\w#.[\]=" -]+$/.test(selector)) throw new SyntaxError("not a valid selector");
  return [];
}

class Made {
  children: Made[] = [];
  textContent = "";
  dir = "";
  append = (...more: Made[]) => void this.children.push(...more);
}

test("an answer whose name is made of a selector's signs is shown as it is", async () => {
  vi.stubGlobal("document", {
    createElement: () => new Made(),
    getElementById: () => null,
    querySelector: (selector: string) => select(selector).at(0) ?? null,
    querySelectorAll: select,
  });
  const { answerList } = await import("../../../webapp/frontend/source/answers.ts");
  const [group] = answerList({ 'a b{,"]': "words" }) as unknown as Made[];
  expect(group?.children.map(({ textContent }) => textContent)).toEqual(['a b{,"]', "words"]);
});
