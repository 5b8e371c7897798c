// Two administrators published at once: whoever came second decides between both versions.

import { t } from "../i18n/i18n.ts";
import { nameOf } from "../store/session.ts";
import { Both } from "../ui/both.tsx";
import type { Version } from "./draft.ts";

interface Props<Body, Part extends string> {
  mine: Body;
  theirs: Version<Body>;
  /** The parts in which they differ. */
  parts: Part[];
  nameOfPart: (part: Part) => string;
  describe: (part: Part, body: Body) => string[];
  /** Theirs with these parts of mine. */
  onSettled: (keptMine: readonly Part[]) => void;
}

export function BothVersions<Body, Part extends string>(props: Props<Body, Part>) {
  const { mine, theirs, parts, nameOfPart, describe, onSettled } = props;
  return (
    <Both
      fields={parts}
      words={{
        said: t("site.both", { n: theirs.number, name: nameOf(theirs.author) }),
        theirs: t("site.theirs", { n: theirs.number }),
        go: t("site.both-go"),
      }}
      legend={nameOfPart}
      lines={(part, isMine) => describe(part, isMine ? mine : theirs.body)}
      onSettled={onSettled}
    />
  );
}
