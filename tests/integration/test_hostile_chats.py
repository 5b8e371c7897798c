"""Whoever is outside with a script, and whoever is let in but curious: what a chat does not give them."""

from __future__ import annotations

from moderation.audit import events_of
from moderation.chats import MOST_CHANGES
from tests.integration.conftest import Town, item_id
from tests.integration.test_case_calls import Opened
from tests.integration.test_chat_assignment import act, chat, on_shift
from tests.integration.test_chat_members import hire, leave, let_in, read
from tests.integration.test_chat_wrap_up import Talk
from tests.shares import shares


def test_a_script_that_turns_the_labels_over_and_over_leaves_no_endless_audit(town: Town) -> None:
    talk = Talk(town, chat(town))
    first = {"category": "crisis", "urgency": "immediate", "priority": "urgent", "language": "es"}
    other = {"category": "tip", "urgency": "soon", "priority": "high", "language": "es"}
    answers = [talk.outside("labels", labels) for _ in range(15) for labels in (first, other)]
    assert answers[0].status == 200
    assert "not-allowed" in {answer.slug for answer in answers}
    with town.store.reading() as session:
        changes = [e for e in events_of(session, talk.source.conv) if e.action.startswith("set_")]
    assert len(changes) == MOST_CHANGES


def test_an_interpreter_learns_of_no_case_that_the_chat_belongs_to(town: Town) -> None:
    ida, source = hire(town, "ida", 5), chat(town)
    on_shift(town.ana)
    assert act(town.ana, source, "claim").status == 200
    assert Opened(town, town.ana).open(conv=item_id(source)).status == 201
    assert let_in(town.ana, source, ida, shares(source, ida)).status == 200
    assert len(read(town.ana, source).body["item"]["cases"]) == 1
    listed = ida.call("GET", "/api/v1/joined").body["items"]
    shown = [read(ida, source).body["item"], *listed, leave(ida, source, ida).body]
    assert [item["cases"] for item in shown] == [[], [], []]
