"""Looks for what a store could have left out, swapped or slipped into a conversation (section 4).

A reader in a browser makes the same checks; whoever reads without scripts has them made here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from crypto.envelope import DESK, SOURCE, Header, parse_header
from crypto.errors import CryptoError
from crypto.hashes import digest


@dataclass(frozen=True)
class Link:
    """One envelope of a chain: its header, and the hash by which others name it."""

    header: Header
    hash: bytes


Chain = list[Link]

Low = tuple[int, int]
"""The lowest numbers of source and desk that a writer still saw; deletion only goes forward."""


def faults(conv: bytes, envelopes: Iterable[bytes], lows: Iterable[Low]) -> list[str]:
    """Everything that is wrong with, or missing from, a conversation's two chains, as codes.

    `lows` is what its writers said that they still saw; the highest word counts.
    """
    chains, found = _sorted(conv, envelopes)
    source, desk = chains[SOURCE], chains[DESK]
    seen = list(lows)
    low_s = max((low for low, _ in seen), default=1)
    low_d = max((low for _, low in seen), default=1)
    for chain, others, low in ((source, desk, low_s), (desk, source, low_d)):
        found += _beginning(chain, low)
        found += _continuity(chain)
        found += _newest(chain, others, low)
        found += _acks(chain, {link.header.seq: link for link in others})
        found += _fallen(chain)
    return [*found, *_old_replies(source, desk)]


def _sorted(conv: bytes, envelopes: Iterable[bytes]) -> tuple[dict[str, Chain], list[str]]:
    """The two chains by number, and what was wrong with what was left out of them."""
    placed: dict[str, dict[int, Link]] = {SOURCE: {}, DESK: {}}
    found = []
    for envelope in envelopes:
        try:
            link = Link(parse_header(envelope), digest(envelope))
        except CryptoError:
            found.append("malformed")
            continue
        if link.header.conv != conv:
            found.append("other_conversation")
        elif placed[link.header.direction].setdefault(link.header.seq, link).hash != link.hash:
            found.append("two_of_one_number")
    chains = {name: [chain[seq] for seq in sorted(chain)] for name, chain in placed.items()}
    return chains, found


def _first(chain: Chain, low: int) -> int:
    """The first number that ought to be here: of what is kept, or of what writers still saw."""
    return chain[0].header.seq if chain else low


def _beginning(chain: Chain, low: int) -> Iterator[str]:
    """Missing first numbers have expired only if somebody who wrote later no longer saw them."""
    first = _first(chain, low)
    if first > 1:
        yield "expired_beginning" if first <= low else "withheld_beginning"


def _continuity(chain: Chain) -> Iterator[str]:
    """Numbers missing in between, or a `prev` that is not the hash of the one before."""
    for before, link in pairwise(chain):
        if link.header.seq > before.header.seq + 1:
            yield "gap"
        elif link.header.prev != before.hash:
            yield "broken_prev"


def _newest(chain: Chain, others: Chain, low: int) -> Iterator[str]:
    """What the other side acknowledged beyond the last envelope that is here."""
    last = chain[-1].header.seq if chain else 0
    acknowledged = max((link.header.ack_seq for link in others), default=0)
    if acknowledged >= max(_first(chain, low), last + 1):
        yield "withheld_newest"


def _acks(chain: Chain, others: dict[int, Link]) -> Iterator[str]:
    """Acknowledgements whose hash is not that of the envelope they name, where that is here."""
    for link in chain:
        named = others.get(link.header.ack_seq)
        if named is not None and named.hash != link.header.ack:
            yield "broken_ack"


def _fallen(chain: Chain) -> Iterator[str]:
    for before, link in pairwise(chain):
        if link.header.gen < before.header.gen:
            yield "generation_fell"


def _old_replies(source: Chain, desk: Chain) -> Iterator[str]:
    """Replies under a key that was already replaced.

    The envelope that opens a generation acknowledges the last reply before it, so every later
    reply needs that generation; and nobody who acknowledges an envelope can be without its key.
    """
    gens = {link.header.seq: link.header.gen for link in source}
    openings = [b.header for a, b in pairwise(source) if b.header.gen > a.header.gen]
    for link in desk:
        due = [each.gen for each in openings if each.ack_seq < link.header.seq]
        if link.header.gen < max([gens.get(link.header.ack_seq, 0), *due]):
            yield "old_generation_reply"
