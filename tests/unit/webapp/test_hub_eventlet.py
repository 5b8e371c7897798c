"""What comes under a WebSocket mask is what was sent, whatever its length and wherever it begins."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webapp.hub_eventlet import unmasked


@given(
    data=st.binary(max_size=300), mask=st.binary(min_size=4, max_size=4), offset=st.integers(0, 9)
)
def test_a_frame_is_unmasked_byte_for_byte(data: bytes, mask: bytes, offset: int) -> None:
    plain = bytes(byte ^ mask[(offset + i) % 4] for i, byte in enumerate(data))
    assert unmasked(data, mask, len(data), offset) == plain
    assert unmasked(data, mask, offset=offset) == plain
