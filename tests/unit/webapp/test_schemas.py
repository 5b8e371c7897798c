from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from webapp import schemas


@given(st.binary(max_size=200))
def test_bytes_survive_the_wire(data: bytes) -> None:
    assert schemas.unb64(schemas.b64(data)) == data


@pytest.mark.parametrize("text", ["A", "AA==", "A B", "AA\n", "+/8", "AB", "é", "AAAAA"])
def test_base64url_that_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        schemas.unb64(text)


@pytest.mark.parametrize(
    "body",
    [
        '{"category": "tip", "priority": "high", "more": 1}',
        '{"category": "tip"}',
        '{"category": "Tip", "priority": "high"}',
        '{"category": 1, "priority": "high"}',
        "[]",
        "null",
    ],
)
def test_a_body_with_other_fields_or_values_is_refused(body: str) -> None:
    with pytest.raises(ValidationError):
        schemas.Relabel.model_validate_json(body)
