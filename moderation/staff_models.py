"""Tables of the site and its people: public keys and sealed key blobs, never a key."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chat.purge import KeyMaterial
from config.database import Blob, Content, Day, Digest, Hour, Id, Keys, Number, RowNumber


class Site(Content):
    """The one site of this installation. `decoy_key` makes stable false ids for unknown names."""

    __tablename__ = "site"

    site: Mapped[Id] = mapped_column(primary_key=True)
    demo: Mapped[bool]
    root_vk: Mapped[Digest]
    recovery_kem_public: Mapped[Blob]
    decoy_key: Mapped[Digest]
    day: Mapped[Day]


class CertificateRow(Content):
    """The root's signature over a roster key."""

    __tablename__ = "certificate"

    number: Mapped[RowNumber]
    body: Mapped[Blob]
    signature: Mapped[Blob]


class RosterRow(Content):
    """One signed roster; the newest is what sources get, without its members."""

    __tablename__ = "roster"

    serial: Mapped[Number]
    epoch: Mapped[int]
    body: Mapped[Blob]
    members: Mapped[Blob]
    signature: Mapped[Blob]


class Staff(Content):
    """One member of staff and their public keys; languages are BCP 47 tags with spaces between.

    `again_hash` is the hash of what their passphrase alone proves, None until they signed in once
    since that is kept. `lost` means that every device of theirs is lost and new keys are not signed.
    """

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("name"),)

    staff_id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32))
    display_name: Mapped[str] = mapped_column(String(80))
    role: Mapped[int]
    sign_vk: Mapped[Digest]
    kem_public: Mapped[Blob]
    active: Mapped[bool]
    day: Mapped[Day]
    languages: Mapped[str] = mapped_column(String(800), default="")
    skills: Mapped[str] = mapped_column(String(800), default="")
    hours: Mapped[str] = mapped_column(String(800), default="")
    again_hash: Mapped[Digest | None]
    lost: Mapped[bool] = mapped_column(default=False)


class Invite(Content):
    """Somebody is asked onto staff: who they will be, and how their browser shows that it is them.

    `lookup` is the hash of what the link proves, `code_hash` of the spoken code; `expires` is Unix
    seconds. `staff_id` is who made keys with it, `joined` whether an administrator signed them.
    With `renews` it is somebody on staff who lost a device; their new keys wait in this row.
    """

    __tablename__ = "invite"
    __table_args__ = (UniqueConstraint("lookup"), UniqueConstraint("name"))

    invite_id: Mapped[Id] = mapped_column(primary_key=True)
    lookup: Mapped[Digest]
    code_hash: Mapped[Digest]
    name: Mapped[str] = mapped_column(String(32))
    display_name: Mapped[str] = mapped_column(String(80))
    role: Mapped[int]
    languages: Mapped[str] = mapped_column(String(800))
    skills: Mapped[str] = mapped_column(String(800))
    hours: Mapped[str] = mapped_column(String(800))
    tries: Mapped[int]
    expires: Mapped[int]
    staff_id: Mapped[Id | None]
    joined: Mapped[bool]
    renews: Mapped[Id | None]
    sign_vk: Mapped[Digest | None]
    kem_public: Mapped[bytes | None] = mapped_column(LargeBinary)


class SignInMethod(Content):
    """One way to sign in: a hash of its proof and the person's keys sealed under it.

    `name` is what its owner calls it, sealed under their own keys.
    """

    __tablename__ = "sign_in_method"
    __table_args__ = (UniqueConstraint("auth_hash"),)

    method_id: Mapped[Id] = mapped_column(primary_key=True)
    staff_id: Mapped[Id] = mapped_column(ForeignKey(Staff.staff_id), index=True)
    method: Mapped[int]
    auth_hash: Mapped[Digest]
    blob: Mapped[Blob]
    name: Mapped[bytes | None] = mapped_column(LargeBinary)
    day: Mapped[Day]


class StaffSession(Content):
    """A signed-in browser: the hash of its token and when that ends (Unix seconds).

    `wrong` counts wrong proofs of who is already in. Nothing tells where the browser is or what.
    """

    __tablename__ = "staff_session"

    token_hash: Mapped[Digest] = mapped_column(primary_key=True)
    session_id: Mapped[Id]
    staff_id: Mapped[Id] = mapped_column(ForeignKey(Staff.staff_id), index=True)
    role: Mapped[int]
    method: Mapped[int]
    method_id: Mapped[Id]
    hour: Mapped[Hour]
    wrong: Mapped[int]
    expires: Mapped[int]
    ends: Mapped[int]


class KnownDevice(Content):
    """A browser in which this person signed in before; wrong attempts from it count apart."""

    __tablename__ = "known_device"

    token_hash: Mapped[Digest] = mapped_column(primary_key=True)
    staff_id: Mapped[Id] = mapped_column(ForeignKey(Staff.staff_id), index=True)
    until: Mapped[int]
    day: Mapped[Day]


class SignInPace(Content):
    """How far wrong attempts from unknown browsers have used their allowances up (`moderation.pace`).

    One row: `names` has a place of eight bytes for each slot, so that a name that was tried before
    and one that never was, known or not, are one and the same work.
    """

    __tablename__ = "sign_in_pace"

    number: Mapped[Number]
    everybody: Mapped[int]
    names: Mapped[Blob]


class EpochWrap(Keys):
    """An epoch's seed sealed to one member of staff, or to the recovery key."""

    __tablename__ = "epoch_wrap"

    epoch: Mapped[Number]
    staff_id: Mapped[Id] = mapped_column(primary_key=True)
    wrap: Mapped[bytes] = mapped_column(KeyMaterial)


class RosterKeyWrap(Keys):
    """The roster key sealed to one member of staff who may sign rosters."""

    __tablename__ = "roster_key_wrap"

    staff_id: Mapped[Id] = mapped_column(primary_key=True)
    wrap: Mapped[bytes] = mapped_column(KeyMaterial)
