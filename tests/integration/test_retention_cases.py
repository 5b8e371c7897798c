"""A case goes whole on its day, with the words of its contacts, unless somebody needs it or a court holds it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text, update

from moderation.audit import events_of
from moderation.retention_models import ContactEnd
from moderation.schedule import Schedule
from tests.integration.conftest import item_id
from tests.integration.test_case_calls import Opened
from tests.integration.test_retention import later, traces
from tests.retention import Later, close, closed_case, closed_tip, hold, set_status, tables_with
from webapp.schemas import b64

__all__ = ["later"]


def test_a_case_goes_whole_with_the_words_of_its_contacts(later: Later) -> None:
    case, person = closed_case(later.town)
    later.days(Schedule().case_days - 1)
    assert case.seen()["number"] == "48209134"
    assert tables_with(later.town.store, [person.sent["S"][0]]) == {"content.envelope"}
    later.days(1)
    left = {"content.audit", "keys.deleted"}
    assert tables_with(later.town.store, [case.case_id]) == left
    assert tables_with(later.town.store, ["48209134", *traces(person)]) == set()
    with later.town.store.reading() as session:
        assert events_of(session, case.case_id)[-1].action == "delete_case"
    assert later.sound()


def test_whoever_has_a_deleted_case_on_screen_is_told_and_saves_nothing(later: Later) -> None:
    case, _ = closed_case(later.town)
    case.seen()
    later.days(Schedule().case_days)
    late = case.revise(later.town.ana)
    assert (late.status, late.slug) == (404, "not-found")
    assert tables_with(later.town.store, [case.main_id]) == set()


def test_work_on_a_closed_case_begins_its_days_anew(later: Later) -> None:
    case, _ = closed_case(later.town)
    later.days(1)
    with later.town.store.writing() as session:  # closed long ago
        session.execute(text("UPDATE content.case_end SET since = '2020-01-01'"))
    assert case.revise(later.town.ana).status == 201
    later.days(Schedule().case_days - 2)
    assert case.seen()["number"] == "48209134"
    assert later.sound()


def test_a_contact_that_an_old_closed_case_gets_has_all_of_the_case_s_days(later: Later) -> None:
    town, (case, _) = later.town, closed_case(later.town)
    tip = closed_tip(town)
    with town.store.writing() as session:  # closed long ago
        session.execute(text("UPDATE content.case_end SET since = '2020-01-01'"))
    path = f"/api/v1/cases/{b64(case.case_id)}/conversations"
    assert town.ana.call("POST", path, {"conv": b64(tip.conv)}).status == 200
    later.days(Schedule().case_days - 1)
    assert tables_with(town.store, traces(tip)[:1]) == {"content.envelope"}
    later.days(1)
    assert tables_with(town.store, traces(tip)) == set()
    assert later.sound()


def test_an_open_case_and_one_that_was_reopened_are_never_due(later: Later) -> None:
    case, _ = closed_case(later.town)
    set_status(case, "closed", "in_progress", later.town.nora)
    later.days(9999)
    assert case.seen()["status"] == "in_progress"
    assert later.sound()


def test_a_case_whose_person_wrote_again_waits_for_them(later: Later) -> None:
    case, person = closed_case(later.town)
    assert person.write().status == 201
    later.days(Schedule().case_days)
    assert case.seen()["number"] == "48209134"
    claim = f"/api/v1/items/{item_id(person)}/claim"
    assert later.town.ana.call("POST", claim, {}).status == 200
    close(later.town.ana, person)
    later.days(1)
    assert tables_with(later.town.store, ["48209134", *traces(person)]) == set()
    assert later.sound()


def test_what_another_case_keeps_stays_with_it(later: Later) -> None:
    town, (case, person) = later.town, closed_case(later.town)
    other = Opened(town, town.ana)
    assert other.open(number="79927398").status == 201
    path = f"/api/v1/cases/{b64(other.case_id)}/conversations"
    assert town.ana.call("POST", path, {"conv": b64(person.conv)}).status == 200
    later.days(Schedule().case_days)
    assert tables_with(town.store, [case.main_id]) == set()
    assert tables_with(town.store, [person.sent["S"][0]]) == {"content.envelope"}
    assert later.sound()


def test_a_contact_taken_out_of_a_case_has_its_days_from_then_on(later: Later) -> None:
    case, person = closed_case(later.town)
    later.days(1)
    with later.town.store.writing() as session:  # it was over long before
        session.execute(update(ContactEnd).values(since=later.today - timedelta(days=3000)))
    path = f"/api/v1/cases/{b64(case.case_id)}/conversations/{item_id(person)}"
    assert later.town.ana.call("DELETE", path).status == 204
    later.days(2)
    assert tables_with(later.town.store, traces(person)[:1]) == {"content.envelope"}
    later.days(Schedule().tip_days)
    assert tables_with(later.town.store, traces(person)) == set()


def test_a_held_case_stays_while_all_others_go(later: Later) -> None:
    case, person = closed_case(later.town)
    closed_case(later.town, "79927398")
    until = later.today + timedelta(days=Schedule().case_days + 30)
    assert hold(case, later.town.nora, until)[0] == 201
    later.days(Schedule().case_days + 1)
    assert tables_with(later.town.store, ["79927398"]) == set()
    assert (case.seen()["number"], len(case.seen()["kept"]["holds"])) == ("48209134", 1)
    assert tables_with(later.town.store, [person.sent["S"][0]]) == {"content.envelope"}
    later.days(30)  # somewhere on earth it is still the last day on which it holds
    assert tables_with(later.town.store, ["48209134"]) == {"content.case"}
    later.days(1)
    with later.town.store.reading() as session:
        assert "hold_over" in [row.action for row in events_of(session, case.case_id)]
    assert tables_with(later.town.store, ["48209134", *traces(person)]) == set()
    assert later.sound()
