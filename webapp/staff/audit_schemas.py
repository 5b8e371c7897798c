"""What comes in about the audit: which rows somebody wants to see, and an anchor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, ValidationError

from chat.fields import Bytes16, Bytes32, Incoming, Signature
from webapp.errors import Problem

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class WantedRows(Incoming):
    """Filters, each of which may be missing."""

    actor: Bytes16 | None = None
    by_nobody: bool = False
    action: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")] | None = None
    about: Bytes16 | None = None
    case_number: Annotated[str, Field(pattern=r"^\d{8}$")] | None = None
    first: Day | None = None
    last: Day | None = None

    @classmethod
    def from_address(cls, query: Mapping[str, str]) -> WantedRows:
        """The filters in an address's query, whose empty ones mean nothing; raises a problem."""
        given: dict[str, object] = {
            name: query[name] for name in cls.model_fields if query.get(name)
        }
        given["by_nobody"] = query.get("by_nobody") == "true"
        try:
            return cls.model_validate(given)
        except ValidationError:
            raise Problem(422, "invalid") from None


class AnchorIn(Incoming):
    """A place in the chain, and a signature over it."""

    number: Annotated[int, Field(ge=1, le=0x1F_FFFF_FFFF_FFFF)]
    hash: Bytes32
    signature: Signature
