"""The queue in one page: what each act does to an item, and the word by which it is refused.

A refusal is the problem's name, None is success. Names of people are their keys in `People`; the
order of the checks is that of the service, since the first one that fails gives the word.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CAPACITY = 2
HELD = {"claimed", "answered", "converted"}
ON_SHIFT = {"on", "busy"}
RANKS = {"urgent": 0, "high": 1, "medium": 2, "low": 4}


@dataclass
class Item:
    """An item, with the live chat beside it where there is one (`phase`)."""

    name: str
    is_chat: bool
    priority: str
    status: str = "waiting"
    holder: str | None = None
    unanswered: bool = True
    phase: str | None = None
    postponed: bool = False
    blocked: bool = False
    wrote: int = 1

    @property
    def shown(self) -> tuple[str, str | None, bool, str | None, bool]:
        """What the store must say of it."""
        return self.status, self.holder, self.unanswered, self.phase, self.blocked


@dataclass
class Queue:
    """Items, and who is on shift."""

    supervisors: frozenset[str]
    items: list[Item] = field(default_factory=list)
    shifts: dict[str, str] = field(default_factory=dict)

    def load(self, who: str) -> int:
        """How many live chats somebody holds."""
        return sum(item.holder == who and item.phase == "live" for item in self.items)

    def room(self, who: str) -> str | None:
        """Why somebody may take no chat now."""
        if self.shifts.get(who) != "on":
            return "not-on-shift"
        owed = [it for it in self.items if it.holder == who and it.phase == "ended"]
        if any(not item.postponed for item in owed):
            return "wrap-up-due"
        return "at-capacity" if self.load(who) >= CAPACITY else None

    def claim(self, who: str, item: Item) -> str | None:
        """The item is theirs."""
        if item.phase is not None and item.status == "waiting" and (why := self.room(who)):
            return why
        if item.status != "waiting":
            return "already-held" if item.holder else "not-allowed"
        self._take(who, item)
        return None

    def firsts(self) -> list[Item]:
        """The waiting chats of which one is answered next."""
        waiting = [it for it in self.items if it.phase == "waiting" and it.status == "waiting"]
        best = min((RANKS[item.priority] for item in waiting), default=0)
        return [item for item in waiting if RANKS[item.priority] == best]

    def took(self, who: str, item: Item) -> None:
        """They took this one of the firsts."""
        self._take(who, item)

    def release(self, who: str, item: Item) -> str | None:
        """The item waits again."""
        if item.phase == "ended" and item.holder == who:
            return "wrap-up-due"
        if why := self._holds(who, item, HELD):
            return why
        item.status, item.holder = "waiting", None
        item.phase = "waiting" if item.phase else None
        return None

    def hand_over(self, who: str, item: Item, to: str) -> str | None:
        """A colleague has it."""
        if item.holder != who:
            return "not-holder"
        if to == who:
            return "not-online"
        if item.phase == "ended":
            return "wrap-up-due"
        if self.shifts.get(to) not in ON_SHIFT:
            return "not-online"
        if item.phase and self.load(to) >= CAPACITY:
            return "at-capacity"
        item.holder = to
        return None

    def take_over(self, who: str, item: Item) -> str | None:
        """A supervisor has it."""
        if who not in self.supervisors:
            return "not-permitted"
        if item.holder == who or item.status not in {*HELD, "waiting"}:
            return "not-allowed"
        phase = item.phase
        item.status = "claimed" if item.status == "waiting" else item.status
        item.holder = who
        item.phase = "live" if phase in {"waiting", "live"} else phase
        return None

    def answer(self, who: str, item: Item) -> str | None:
        """The desk writes."""
        if item.holder != who:
            return "not-holder"
        item.status = "answered" if item.status == "claimed" else item.status
        item.unanswered = False
        return None

    def source_writes(self, item: Item) -> str | None:
        """The person outside writes."""
        if item.blocked:
            return "receipt-blocked"
        item.wrote += 1
        item.unanswered = True
        if item.phase is not None:
            self._acts(item)
        else:
            item.status = {"answered": "claimed", "converted": "claimed", "closed": "waiting"}.get(
                item.status, item.status
            )
        return None

    def source_ends(self, item: Item) -> str | None:
        """The person outside ends it."""
        if item.blocked:
            return "receipt-blocked"
        item.wrote += 1
        if item.phase is not None:
            item.phase = "ended" if item.holder else None
            item.postponed = item.postponed and item.phase is not None
        return None

    def stay(self, item: Item) -> str | None:
        """The person outside is here and wants to talk."""
        if item.blocked:
            return "receipt-blocked"
        if item.phase == "ended":
            return None
        if item.phase is not None:
            self._acts(item)
        elif item.is_chat and item.status != "closed":
            item.status = "waiting" if item.status == "quarantined" else item.status
            item.phase, item.postponed = ("live" if item.holder else "waiting"), False
        return None

    def postpone(self, who: str, item: Item) -> str | None:
        """The wrap-up comes later."""
        if item.holder != who:
            return "not-holder"
        if item.phase != "ended":
            return "not-allowed"
        mine = [it for it in self.items if it.holder == who and it.phase == "ended"]
        if any(it.postponed and it is not item for it in mine):
            return "wrap-up-due"
        if not any(it.phase == "waiting" for it in self.items):
            return "nobody-waits"
        item.postponed = True
        return None

    def wrap_up(self, who: str, item: Item) -> str | None:
        """The ended chat is closed."""
        if item.holder != who:
            return "not-holder"
        if item.phase != "ended":
            return "not-allowed"
        self._close(item)
        return None

    def close(self, who: str, item: Item) -> str | None:
        """The item is closed; a live chat is wrapped up instead."""
        if item.phase is not None:
            return "wrap-up-due"
        if why := self._holds(who, item, HELD):
            return why
        self._close(item)
        return None

    def quarantine(self, who: str, item: Item) -> str | None:
        """It is set aside."""
        if why := self._no_chat_no_danger(who, item):
            return why
        if item.status == "waiting":
            item.status = "quarantined"
            return None
        if why := self._holds(who, item, {"claimed", "answered"}):
            return why
        item.status, item.holder = "quarantined", None
        return None

    def restore(self, item: Item) -> str | None:
        """It waits as before."""
        if item.status != "quarantined":
            return "not-allowed"
        item.status = "waiting"
        return None

    def block(self, who: str, item: Item) -> str | None:
        """The receipt writes nothing."""
        if item.holder not in {None, who}:
            return "not-holder"
        if why := self._no_chat_no_danger(who, item):
            return why
        item.blocked = True
        return None

    def unblock(self, who: str, item: Item) -> str | None:
        """It writes again."""
        if who not in self.supervisors:
            return "not-permitted"
        if not item.blocked:
            return "not-allowed"
        item.blocked = False
        return None

    def relabel(self, who: str, item: Item, priority: str) -> str | None:
        """It has another priority."""
        if item.holder != who:
            return "not-holder"
        item.priority = priority
        return None

    def _take(self, who: str, item: Item) -> None:
        item.status, item.holder = "claimed", who
        item.phase = "live" if item.phase else None

    def _acts(self, item: Item) -> None:
        if item.phase == "ended":
            item.phase = "live" if item.holder else "waiting"
            item.postponed = False

    def _close(self, item: Item) -> None:
        item.status, item.holder, item.unanswered, item.phase = "closed", None, False, None
        item.postponed = False

    def _holds(self, who: str, item: Item, statuses: set[str]) -> str | None:
        if item.status not in statuses:
            return "not-allowed"
        return None if item.holder == who else "not-holder"

    def _no_chat_no_danger(self, who: str, item: Item) -> str | None:
        if item.phase is not None:
            return "chat-live"
        danger = item.priority == "urgent" and who not in self.supervisors
        return "needs-supervisor" if danger else None
