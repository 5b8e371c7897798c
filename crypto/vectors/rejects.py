"""What must not hold: each reject changes members of a case, and crypto must refuse the result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crypto.errors import CryptoError
from crypto.vectors.reading import Difference, Fields


@dataclass
class Tally:
    """How many cases were checked so far."""

    accepted: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Check:
    """One thing that crypto opens or verifies, and the members that it depends on."""

    name: str
    rests_on: frozenset[str]
    run: Callable[[Fields], object]

    def refuses(self, case: Fields) -> bool:
        """Return whether crypto refuses this case."""
        try:
            self.run(case)
        except CryptoError:
            return True
        return False


def check(name: str, rests_on: str, run: Callable[[Fields], object]) -> Check:
    """Return a Check; `rests_on` names members, separated by spaces."""
    return Check(name, frozenset(rests_on.split()), run)


def _changes(override: object, main: str, path: str) -> dict[str, object]:
    changed = {main: override} if isinstance(override, str) else override
    if not isinstance(changed, dict) or not changed:
        raise Difference(f"{path}: says nothing to refuse")
    return changed


def _holds(name: str, changed: dict[str, object], checks: Sequence[Check], case: Fields) -> bool:
    """Return whether a reject is refused by those that have to.

    Where its name names a check ("desk_wrap of another epoch"), that is the one; one member
    changed must be noticed by everything that rests on it; of several changed together, some
    may hold by themselves, and one refusal is enough.
    """
    touched = [each for each in checks if each.rests_on & changed.keys()]
    named = [each for each in touched if each.name in name]
    enough = any if len(changed) > 1 and not named else all
    return enough(each.refuses(case) for each in named or touched)


def refuse(case: Fields, checks: Sequence[Check], main: str, tally: Tally) -> None:
    """Count every reject of `case`; raise Difference for the first one that is accepted.

    A reject is an object of changed members, or text: then it is the member `main`.
    """
    if "reject" not in case:
        return
    rejects = case.part("reject")
    known = frozenset[str]().union(*(each.rests_on for each in checks))
    for name in rejects.names():
        path = f"{rejects.path}[{name}]"
        changed = _changes(rejects.take(name), main, path)
        for unknown in sorted(changed.keys() - known):
            raise Difference(f"{path}.{unknown}: nothing here checks this")
        if not _holds(name, changed, checks, case.altered(changed, path)):
            raise Difference(f"{path}: accepted")
        tally.refused += 1
