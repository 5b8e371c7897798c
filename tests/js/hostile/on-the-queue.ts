// Lies about the queue: rows put where they do not belong, and a colleague's view as one's own.
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { MadeDesk, person } from "../staff/made-desk.ts";
import { item } from "../staff/made-tip.ts";
import type { Attack } from "./attack.ts";

const [ana, eve] = [person("ana", 1), person("eve", 1)];
const desk = new MadeDesk([ana, eve]);
const anas = await desk.keyring(ana);
const eves = await desk.keyring(eve);
const FILTER = "staff/logic/queue-filter.ts";
const VIEWS = "staff/vault/views.ts";

export const onTheQueue: Attack[] = [
  {
    name: "somebody else's item among those that a filter finds, where all of them are set aside",
    check: {
      file: FILTER,
      text: `LABELS.every((name) => filter[name] === "" || item[name] === filter[name])`,
      instead: "true",
    },
    fooled: async ({ fits, NO_FILTER }) =>
      fits(item("a", { language: "es" }), "waiting", { ...NO_FILTER, language: "en" }),
  },
  {
    name: "an item that somebody works on as one that waits",
    check: {
      file: FILTER,
      text: `tab === "mine" || tab === "all" || item.status === tab`,
      instead: "true",
    },
    fooled: async ({ fits, NO_FILTER }) =>
      fits(item("a", { status: "claimed" }), "waiting", NO_FILTER),
  },
  {
    name: "a view of a colleague's as one's own",
    check: { file: VIEWS, text: " && it.current.staffId === me", instead: "" },
    fooled: async ({ openViews, sealView, NO_FILTER }) => {
      const words = { name: "Theirs", filter: NO_FILTER, tab: "waiting", place: 1 };
      const empty = { container: null, views: [], broken: 0 };
      const { container, record } = sealView(empty, null, words, "2026-11-24T10", eves);
      if (container === null) throw new Error("no container");
      const hash = toB64(H(fromB64(record.record)));
      const records = [{ ...record, hash, hour: "2026-11-24T10" }];
      const answer = { container_id: container.container_id, wraps: [container.wrap], records };
      return openViews(answer, toB64(ana.id), anas).views.length > 0;
    },
  },
];
