"""Padding: lengths fall only where the protocol says, and nothing hides in the zeros."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import Malformed
from crypto.padding import BUCKETS, is_padded_length, pad, padded_length, padme, unpad
from tests.unit.crypto.making import flipped

lengths = st.integers(0, 1 << 34)
# Long ones by repetition: drawing 70,000 random bytes one by one would take the test's time.
inners = st.one_of(
    st.binary(max_size=1200),
    st.builds(lambda part, count: part * count, st.binary(max_size=300), st.integers(0, 300)),
)


@given(inners)
def test_what_was_padded_comes_back(inner: bytes) -> None:
    assert unpad(pad(inner)) == inner


@given(inners)
def test_padded_lengths_fall_on_buckets_or_padme(inner: bytes) -> None:
    length = len(pad(inner))
    assert length in BUCKETS or (length > BUCKETS[-1] and length == padme(length))
    assert is_padded_length(length)


@given(lengths)
def test_padme_never_shortens_and_costs_at_most_12_percent(length: int) -> None:
    assert length <= padme(length) <= length + length * 12 // 100 + 1


@given(lengths)
def test_a_padded_length_stays_as_it_is(length: int) -> None:
    assert padded_length(padded_length(length)) == padded_length(length)
    assert padme(padme(length)) == padme(length)


@given(lengths)
def test_a_length_is_legal_exactly_if_padding_leaves_it(length: int) -> None:
    assert is_padded_length(length) == (padded_length(length) == length)


@given(st.binary(min_size=1, max_size=900), st.integers(0))
def test_any_bit_in_the_padding_is_refused(inner: bytes, bit: int) -> None:
    padded = pad(inner)
    end = 4 + len(inner)
    with pytest.raises(Malformed):
        unpad(padded[:end] + flipped(padded[end:], bit))


@given(st.binary(max_size=2000))
def test_padding_that_nobody_made_is_refused(garbage: bytes) -> None:
    # Two kilobytes of chance are never exactly what pad makes of anything, bar all but zeros.
    try:
        inner = unpad(garbage)
    except Malformed:
        return
    assert pad(inner) == garbage


@pytest.mark.parametrize("padded", [b"", b"\0\0\0", b"\xff" * 1024, bytes(1023), bytes(4096)])
def test_no_other_length_is_unpadded(padded: bytes) -> None:
    with pytest.raises(Malformed):
        unpad(padded)
