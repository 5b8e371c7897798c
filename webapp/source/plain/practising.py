"""What is wrong with private words that somebody tried: a typo, their number, or the place of a word."""

from __future__ import annotations

from difflib import get_close_matches

from flask_babel import gettext

from crypto.receipt import WORD_COUNT, normalise
from crypto.words import word_list

MOST = 7
"""Complaints at once; whoever pastes a whole page is told about its beginning."""


def complaints(right: list[str], typed: str, language: str) -> list[str]:
    """What to say, one thing at a time: typos, then how many words, then their places."""
    expected, words = normalise(" ".join(right)).split(), normalise(typed).split()
    known = {normalise(word): word for word in word_list(language)}
    unknown = [word for word in words if word not in known][:MOST]
    if unknown:
        return [_typo(word, known) for word in unknown]
    if len(words) != WORD_COUNT:
        return [gettext("practice.count").replace("{n}", str(len(words)))]
    wrong = [n for n, (a, b) in enumerate(zip(expected, words, strict=True), 1) if a != b]
    return [gettext("practice.place").replace("{n}", str(n)) for n in wrong]


def _typo(word: str, known: dict[str, str]) -> str:
    beginning = [each for each in known if each.startswith(word[:4])]
    near = get_close_matches(word, known, 1) or beginning[:1]
    said: str = gettext("practice.typo" if near else "plain.practice_wrong")
    return said.replace("{suggestion}", known[near[0]] if near else "").replace("{word}", word[:16])
