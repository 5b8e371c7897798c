"""Keys and places that the crypto tests share, and a quick profile for their properties."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import nacl.bindings
import pytest
from hypothesis import settings

VECTORS = Path(__file__).parents[2] / "vectors" / "vectors.json"

# Signing and KEM key pairs cost milliseconds: fewer examples, and no deadline on a busy machine.
settings.register_profile("crypto", max_examples=40, deadline=None)
settings.load_profile("crypto")


@pytest.fixture
def vectors() -> dict[str, Any]:
    """Return the protocol's vector file, fresh for every test to damage."""
    loaded: dict[str, Any] = json.loads(VECTORS.read_text())
    return loaded


@pytest.fixture
def stretched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch each passphrase once only: damaged files repeat those that are whole."""
    slow: Callable[..., bytes] = nacl.bindings.crypto_pwhash_alg
    monkeypatch.setattr(nacl.bindings, "crypto_pwhash_alg", _remembered(slow))


@cache
def _remembered(slow: Callable[..., bytes]) -> Callable[..., bytes]:
    return cache(slow)
