"""`python -m tests.bench.cases [--count N] [--database sqlite|postgresql]`: list and open many cases.

Cases are made by the desk's own calls; at every step of ten times as many, the first and the last
page of the list and one case with five sections are asked for again and again. Prints the
median of each in milliseconds of the server. What browsers do with them: `tests/js/bench`.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
import time
from pathlib import Path
from statistics import median

import webapp.cli
from config import clock
from config.logs import ErrorCounts
from moderation.cases import luhn_holds
from tests.actors import Office, Person, founding
from tests.bench.directory import say
from tests.migrated import migrated_store
from webapp import create_desk_app, share
from webapp.schemas import b64

SECTIONS = 5
PAGE = 50
TIMES = 20
STEPS = (100, 1_000, 10_000)
WORDS = "The overseer keeps the passports; nobody leaves the camp without him. " * 8


def make(person: Person, office: Office, number: int, sections: int) -> str:
    """One more case with so many sections; gives its id."""
    case, key = secrets.token_bytes(16), secrets.token_bytes(32)
    main = {"t": "main", "title": f"Farm {number}", "summary": WORDS}
    body = {
        "case_id": b64(case),
        "number": next(
            n for n in map(str, range(10 * number + 10_000_000, 99_999_999)) if luhn_holds(n)
        ),
        "wrap": person.container(office, case, key),
        "main": person.record(office, case, key, main, record=secrets.token_bytes(16)),
        "labels": {"channel": "phone", "category": "tip", "language": "en"},
        "conv": None,
    }
    assert person.call("POST", "/api/v1/cases", body).status == 201
    for _ in range(sections):
        section = {"t": "note", "title": "Note", "body": WORDS}
        record = person.record(office, case, key, section, record=secrets.token_bytes(16))
        assert person.call("POST", f"/api/v1/cases/{b64(case)}/records", record).status == 201
    return b64(case)


def took(person: Person, path: str) -> float:
    """The median of so many answers, in milliseconds."""
    found = []
    for _ in range(TIMES):
        began = time.perf_counter()
        assert person.call("GET", path).status == 200
        found.append((time.perf_counter() - began) * 1000)
    return median(found)


def measure(person: Person, count: int, case: str) -> None:
    """One line for this many cases."""
    last = (count - 1) // PAGE
    first_page, last_page = (took(person, f"/api/v1/cases?page={page}") for page in (0, last))
    opened = took(person, f"/api/v1/cases/{case}")
    figures = f"first page {first_page:.1f}, last {last_page:.1f}, open {opened:.1f} ms"
    say(f"{count:>7} cases", figures)


def run(database: str, count: int) -> None:
    """Make them and measure at each step."""
    with (
        tempfile.TemporaryDirectory() as home,
        migrated_store(database, Path(home) / "data") as (settings, store),
    ):
        app = create_desk_app(share(settings, store, ErrorCounts()))
        office, nora = Office(), Person(app, name="nora", role=3)
        code = webapp.cli.write_setup_code(settings)
        body = founding(office, [nora], code, clock.unix(clock.now()))
        assert nora.call("POST", "/api/v1/setup", body).status == 201
        assert nora.sign_in().status == 201
        case = ""
        for number in range(1, count + 1):
            case = make(nora, office, number, SECTIONS if number in STEPS else 0)
            if number in STEPS:
                measure(nora, number, case)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=STEPS[-1])
    parser.add_argument("--database", default="sqlite", choices=("sqlite", "postgresql"))
    asked = parser.parse_args()
    run(asked.database, asked.count)


if __name__ == "__main__":
    main()
