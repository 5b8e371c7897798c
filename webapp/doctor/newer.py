"""Whether a newer release is known of, from the makers' list that was last believed here; nobody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from webapp.doctor.finding import Found, look, well, wrong
from webapp.release.newest import NoList, Seen, version

ASK = "./quietline releases"


def newer(seen: Seen, today: date) -> Iterator[Found]:
    """What the list says; nothing where there is none, since asking is the operator's choice."""
    try:
        found = seen.read()
    except NoList:
        found = None
    if found is None:
        return
    if found.is_newer and found.urgent:
        yield wrong(
            f"{version()} can be attacked; {found.newest} is out", "docs/handbook/upgrade.md"
        )
    elif found.is_newer:
        yield look(f"{found.newest} is out", "docs/handbook/upgrade.md")
    elif found.expires < today:
        yield look(f"the list of releases held until {found.expires}", ASK)
    else:
        yield well(f"no newer release is known of since {found.issued}")
