from __future__ import annotations

import pytest

from moderation.cases import luhn_holds


@pytest.mark.parametrize("number", ["48209134", "10000008", "79927398"])
def test_a_number_with_the_right_check_digit_holds(number: str) -> None:
    assert luhn_holds(number)


@pytest.mark.parametrize(
    "number", ["48209135", "04820910", "4820913", "482091342", "4820913x", "４８２０９１３４", ""]
)
def test_a_number_that_was_misheard_or_is_not_one_is_refused(number: str) -> None:
    assert not luhn_holds(number)


def test_each_single_wrong_digit_is_noticed() -> None:
    good = "48209134"
    wrong = [good[:i] + d + good[i + 1 :] for i in range(8) for d in "0123456789" if d != good[i]]
    assert not any(luhn_holds(number) for number in wrong)
