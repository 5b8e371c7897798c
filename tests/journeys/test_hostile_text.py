"""Whatever people type stays text on every screen: it runs nothing, fetches nothing, moves nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import hostile
from tests.journeys.desk import Desk
from tests.journeys.hostile import ALL, NAME, kept, on_one_line
from tests.journeys.hostile_window import Suspicious
from tests.journeys.joining import join
from tests.journeys.outside import PATIENCE, Outside
from tests.journeys.violations import Violations
from tests.server import RunningSite

pytestmark = pytest.mark.journey

CHOSEN = {"danger_now": "no", "minor": "no", "how_known": "self", "consent": "anonymous"}
TOLD = {
    "what": f"{ALL['markup']}\nmark-what",
    "where": ALL["longest"],
    "when": f"{ALL['templates']}\n{ALL['styles']}",
    "who_danger": f"{ALL['scripts']}\n{ALL['emoji']}",
    "reach": f"{ALL['direction']}\n{ALL['invisible']}",
    "witness": "pilot",
    "flight": on_one_line(ALL["direction"]),
    "airline": "__proto__",
    "seats": on_one_line(ALL["code"])[:500],
}
MORE = f"{ALL['stacked']}\n{ALL['controls']}\n{ALL['prototypes']}\n{ALL['markup']}\nmark-more"
REPLY = "\n".join([*(text for name, text in ALL.items() if name != "longest"), "mark-reply"])
NOTE = f"{ALL['direction']}\n{ALL['markup']}\n{ALL['controls']}\nmark-note"
TITLE = on_one_line(f"{ALL['direction']}{hostile.MARKUP[2]}{'W' * 300} mark-title")
SUMMARY = f"{ALL['markup']}\n{ALL['longest']}\nmark-summary"
SECTION = on_one_line(f"{ALL['templates']}{ALL['direction']}{'W' * 300} mark-section")
BODY = f"{REPLY}\n{ALL['longest']}\nmark-body"


@dataclass
class Cast:
    """Everybody of the story, each in a watched window, after everything was typed."""

    person: Outside
    desk: Desk
    colleague: Desk
    outside: Suspicious
    inside: Suspicious
    beside: Suspicious


def newcomer(admin: Desk, browser: Browser, watch: Suspicious) -> dict[str, str]:
    """Somebody joins under a hostile name; both sides and the list show it as it is."""
    details = join(admin.page, browser, "kim", NAME)
    expect(admin.page.get_by_text("kim", exact=True)).to_be_visible(timeout=PATIENCE)
    assert watch.look(NAME) == {}
    return details


def tell(person: Outside, watch: Suspicious) -> None:
    """A tip of hostile answers is reviewed and sent, and a message with lone surrogates follows."""
    review = person.page.locator('[data-do="send"]')
    person.do("door", "saw_something")
    while not review.is_visible():
        person._answer({**CHOSEN, **TOLD})
        person.do("next")
    assert watch.look(*said()) == {}
    person.do("send")
    expect(person.page.locator('[data-view="words"]')).to_be_visible(timeout=PATIENCE)
    person.words = " ".join(person.page.locator("ol.words li").all_inner_texts())
    person.practise()
    person.do("see")
    person.see_thread()
    person.write(MORE)
    person.page.locator("#more").evaluate(
        "(box) => { box.value = 'lone \\ud800 high, lone \\udfff low'; }"
    )
    person.do("write")
    expect(person.page.locator("#more")).to_have_value("", timeout=PATIENCE)


def said() -> list[str]:
    """What was typed as answers, as screens show it."""
    return [kept(text) for name, text in TOLD.items() if name != "witness"]


def write_case(desk: Desk) -> None:
    """A reply, a note, and a case with a section, all hostile."""
    box = desk.field("item.reply")
    box.fill(REPLY)
    desk.press("item.send")
    expect(box).to_have_value("", timeout=PATIENCE)
    desk.field("item.note-new").fill(NOTE)
    desk.press("item.note-save")
    expect(desk.field("item.note-new")).to_have_value("", timeout=PATIENCE)


def make_case(desk: Desk) -> None:
    """A case and a section of it."""
    desk.press("item.convert")
    dialog = desk.page.get_by_role("dialog")
    desk.field("case.title-field", dialog).fill(TITLE)
    desk.field("case.summary", dialog).fill(SUMMARY)
    desk.press("case.create", dialog)
    desk.field("case.section-kind").select_option("incident")
    desk.press("case.section-add")
    desk.field("case.section-title").fill(SECTION)
    desk.field("case.body").last.fill(BODY)
    desk.press("action.save")
    expect(desk.page.locator(".section h3", has_text="mark-section")).to_be_visible(
        timeout=PATIENCE
    )


@pytest.fixture(scope="module")
def cast(site: RunningSite, browser: Browser) -> Cast:
    """A newcomer is added, a tip arrives, is answered and becomes a case; all of it hostile."""
    admin = Desk.sign_in(browser, site.desk_url, site.demo["staff"][0])
    beside = Suspicious(admin.page, site)
    kim = newcomer(admin, browser, beside)
    person = Outside.arrive(browser, site.source_url)
    outside = Suspicious(person.page, site)
    tell(person, outside)
    desk = Desk.sign_in(browser, site.desk_url, kim)
    inside = Suspicious(desk.page, site)
    desk.open_waiting("mark-what")
    write_case(desk)
    return Cast(person, desk, admin, outside, inside, beside)


def test_what_a_source_types_is_text_to_staff(cast: Cast) -> None:
    expect(cast.desk.page.locator(".thread")).to_contain_text("mark-more", timeout=PATIENCE)
    expect(cast.desk.page.locator(".notes")).to_contain_text("mark-note", timeout=PATIENCE)
    texts = [*said(), kept(MORE), kept(hostile.SURROGATES), kept(REPLY), kept(NOTE), NAME]
    assert cast.inside.look(*texts) == {}


def test_what_staff_type_and_are_called_is_text_to_a_source(cast: Cast) -> None:
    cast.person.read("mark-reply")
    assert cast.outside.look(kept(REPLY), NAME, besides=(*said(),)) == {}
    cast.person.do("earlier")
    texts = [*said(), kept(MORE), kept(hostile.SURROGATES), kept(REPLY), NAME]
    assert cast.outside.look(*texts) == {}


def test_what_staff_type_is_text_to_a_colleague(cast: Cast) -> None:
    make_case(cast.desk)
    texts = (kept(TITLE), kept(SUMMARY), kept(SECTION), kept(BODY))
    also = (NAME, kept(REPLY)[:140], kept(MORE), *said())
    assert cast.inside.look(*texts, besides=also) == {}
    colleague = cast.colleague
    colleague.press("nav.queue")
    expect(colleague.page.locator("li.row").first).to_be_visible(timeout=PATIENCE)
    assert cast.beside.look(besides=(NAME,)) == {}
    colleague.press("nav.cases")
    row = colleague.page.locator(".case-row .row-open", has_text="mark-title")
    expect(row).to_be_visible(timeout=PATIENCE)
    assert cast.beside.look(kept(TITLE)) == {}
    row.click()
    expect(colleague.page.locator(".section h3", has_text="mark-section")).to_be_visible(
        timeout=PATIENCE
    )
    assert cast.beside.look(*texts, besides=also) == {}


ORGANISATION = on_one_line(f"{ALL['direction']}{hostile.MARKUP[2]}{'W' * 200} mark-organisation")
ABOUT = "\n".join([ALL["markup"], ALL["scripts"], ALL["invisible"], "mark-about"])
EXPERIENCE = f"{ALL['direction']}\n{ALL['styles']}\nmark-experience"


def test_an_organisation_and_a_note_on_it_are_text(cast: Cast) -> None:
    desk = cast.colleague
    desk.press("nav.directory")
    desk.press("directory.new")
    desk.field("directory.field.name").fill(ORGANISATION)
    desk.field("directory.description").fill(ABOUT)
    desk.field("directory.website").fill("javascript:alert(20)")
    desk.press("directory.save")
    desk.press("directory.mark-checked")
    desk.field("item.note-new").fill(EXPERIENCE)
    desk.press("item.note-save")
    expect(desk.page.locator(".note", has_text="mark-experience")).to_be_visible(timeout=PATIENCE)
    texts = (kept(ORGANISATION), kept(ABOUT), kept(EXPERIENCE))
    assert cast.beside.look(*texts) == {}
    desk.press("directory.back")
    row = desk.page.locator(".row-open", has_text="mark-organisation")
    expect(row).to_be_visible(timeout=PATIENCE)
    assert cast.beside.look(kept(ORGANISATION)) == {}


@pytest.mark.against_policy
def test_the_watch_itself_sees_what_a_page_must_not_do(
    site: RunningSite, browser: Browser, violations: Violations
) -> None:
    page = browser.new_page()
    page.goto(site.source_url)
    watch = Suspicious(page, site)
    page.evaluate(
        """(elsewhere) => {
          const image = document.createElement("img");
          image.src = elsewhere;
          const line = document.createElement("p");
          line.append("Reply from \\u202eevil", "W".repeat(400));
          line.style.overflowWrap = "normal";
          document.body.append(image, line);
        }""",
        hostile.ELSEWHERE,
    )
    found = watch.look("never shown", besides=("evil",))
    assert violations.taken()
    assert set(found) == {"missing", "made", "reordered", "wider", "widest", "problems"}
