// A lie about what was asked: another question over an answer that somebody gave long ago.
import { toB64, utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import { shortHash } from "../../../webapp/frontend/lib/hash.ts";
import { EMPTY, form } from "../staff/made-form.ts";
import type { Attack } from "./attack.ts";

const asked = JSON.stringify(form());
const named = { version: 3, hash: toB64(shortHash(utf8(asked))) };
const others = { ...EMPTY, en: "Do you want us to stay away?" };
const shown = JSON.stringify(form({ label: others }));

export const onTheQuestions: Attack[] = [
  {
    name: "another question over an old answer",
    check: {
      file: "staff/logic/form.ts",
      text: "  if (toB64(shortHash(utf8(text))) !== hash) return null;\n",
      instead: "",
    },
    fooled: async (it) => {
      if (it.formIn(asked, named) === null) throw new Error("the true one is not taken");
      return it.formIn(shown, named)?.questions[0]?.label.en === others.en;
    },
  },
];
