"""The teacher: staff go back and forth with her, recognise a network, and open a case."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.desk import Desk
from tests.journeys.outside import Outside
from tests.server import RunningSite
from webapp.demo.stories import TEACHER

pytestmark = pytest.mark.journey

TALK = {
    "en": [
        (
            "Thank you for writing. Do you know Mrs. Vera's last name?",
            "No. But her van says Vera Clean.",
        ),
        (
            "Since when have the other two girls had new phones?",
            "Since Monday. One told a friend that she starts on Saturday.",
        ),
        (
            "Could you note who picks them up, without going near?",
            "Yes. A grey van, plate starts with HKT. I kept my distance.",
        ),
    ],
    "es": [
        (
            "Gracias por escribir. ¿Sabe el apellido de la señora Vera?",
            "No. Pero su camioneta dice Vera Clean.",
        ),
        (
            "¿Desde cuándo tienen teléfono nuevo las otras dos?",
            "Desde el lunes. Una le dijo a una amiga que empieza el sábado.",
        ),
        (
            "¿Podría anotar quién las recoge, sin acercarse?",
            "Sí. Una camioneta gris, la placa empieza con HKT. Me quedé lejos.",
        ),
    ],
}


@pytest.mark.long  # the pilot's way and reply.test.ts hold the parts each time
@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.long), "es"])
def test_a_teacher_s_conversation_of_three_turns_becomes_a_case(
    site: RunningSite, browser: Browser, pictures: Path, language: str
) -> None:
    teacher = Outside.arrive(browser, site.source_url, language, width=1280)
    told = {**TEACHER[language].answers, "reach": f"Here, after 4 ({language})"}
    teacher.tip("saw_something", told)
    words = teacher.words
    teacher.do("done")
    teacher.context.close()

    sam = Desk.sign_in(browser, site.desk_url, site.demo["staff"][2], language)
    sam.open_waiting(told["reach"])
    sam.note("Third mention of a cleaning firm this month.")

    again = Outside.arrive(browser, site.source_url, language)
    again.come_back(words)
    again.see_thread()
    for question, answer in TALK[language]:
        sam.reply(question)
        again.read(question)
        again.write(answer)
        sam.read(answer)
    again.page.screenshot(path=pictures / "thread.png", full_page=True)
    sam.page.screenshot(path=pictures / "talk.png", full_page=True)
    sam.make_case("Vera Clean")
    sam.add_section("perpetrator", "Vera", "Grey van, plate HKT..., offers cleaning work to girls.")
    sam.page.screenshot(path=pictures / "case.png", full_page=True)
