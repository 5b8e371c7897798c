"""The fields of calls and events: base64url bytes of exact length, models that refuse what is unknown.

Bytes are base64url without padding, canonical, of exactly the length the protocol gives them.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from crypto.keys import KeyRecord as ProtocolKeyRecord


def b64(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """The bytes of canonical base64url without padding; raises ValueError for anything else."""
    if not isinstance(text, str) or not text.isascii():
        raise ValueError("base64url")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("base64url") from error
    if b64(data) != text:
        raise ValueError("base64url")
    return data


def _as_bytes(value: object) -> bytes:
    if not isinstance(value, str):
        raise ValueError("base64url")  # noqa: TRY004 - pydantic turns ValueError into its own
    return unb64(value)


@dataclass(frozen=True)
class OfLength:
    """A field of so many bytes; a description of the call says the same in characters."""

    shortest: int
    longest: int

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """The field, and then its length."""
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The field, with the length of its text."""
        lengths = {"minLength": _letters(self.shortest), "maxLength": _letters(self.longest)}
        return {**handler(schema), **lengths}

    def _checked(self, data: bytes) -> bytes:
        if not self.shortest <= len(data) <= self.longest:
            raise ValueError("length")
        return data


def _letters(count: int) -> int:
    return -(-count * 4 // 3)


def of_length(shortest: int, longest: int) -> OfLength:
    """A field of so many bytes."""
    return OfLength(shortest, longest)


AS_TEXT = {"type": "string", "pattern": "^[A-Za-z0-9_-]*$", "contentEncoding": "base64url"}

Base64 = Annotated[bytes, BeforeValidator(_as_bytes), PlainSerializer(b64), WithJsonSchema(AS_TEXT)]
Bytes16 = Annotated[Base64, of_length(16, 16)]
Bytes32 = Annotated[Base64, of_length(32, 32)]
Signature = Annotated[Base64, of_length(64, 64)]
Sealed = Annotated[Base64, of_length(1, 70_000)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
U16 = Annotated[int, Field(ge=1, le=0xFFFF)]
U32 = Annotated[int, Field(ge=1, le=0xFFFFFFFF)]


class Incoming(BaseModel):
    """A body that a call accepts: exactly these fields, of exactly these types."""

    # Only names: pydantic keeps short texts of what it read, and a code or a proof is one.
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, cache_strings="keys")


class KeyRecord(Incoming):
    """One generation's key record (Protocol section 3)."""

    conv: Bytes16
    gen: U16
    epoch: U32
    kc: Bytes32
    src_vk: Bytes32
    desk_wrap: Annotated[Base64, of_length(1200, 1200)]
    self_wrap: Annotated[Base64, of_length(72, 72)]
    signature: Signature

    def protocol(self) -> ProtocolKeyRecord:
        """The record as `crypto` knows it."""
        return ProtocolKeyRecord(
            conv=self.conv,
            gen=self.gen,
            epoch=self.epoch,
            commit=self.kc,
            src_vk=self.src_vk,
            desk_wrap=self.desk_wrap,
            self_wrap=self.self_wrap,
            signature=self.signature,
        )
