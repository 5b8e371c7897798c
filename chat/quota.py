"""How much one direction of a conversation may hold, so that one receipt cannot fill the disk."""

from __future__ import annotations

MOST = 5_000
"""Envelopes of one direction. At one message every ten seconds that is fourteen hours of talk."""

LARGE = 8_192
"""Bytes above which an envelope is large: seven times the bucket in which a chat's messages travel."""

MOST_LARGE = 200
"""Only the first of a direction may be large, as tips and their later additions are.

So a direction holds 200 x 66 kB + 4,800 x 8 kB = 53 MB at the very most, and 5.8 MB of chat.
"""


def has_room(seq: int, size: int) -> bool:
    """Whether an envelope of this many bytes may be the direction's `seq`-th."""
    return seq <= (MOST_LARGE if size > LARGE else MOST)
