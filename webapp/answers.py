"""What goes out on the wire, as models.

The description of the calls is made of them, and our own client believes no answer that is not one.
`wire.py` and the calls write these answers; tests hold each to its model, field by field.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from chat.fields import U16, U32, Base64, Bytes16, Bytes32, Language, Sealed, Signature, of_length
from moderation.codes import CaseStatus, Category, SourceChannel, StaffChannel
from moderation.referral_codes import Ground, Mode, ReferralStatus, ReportOutcome, Way

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Hour = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}$")]
Number = Annotated[str, Field(pattern=r"^[1-9][0-9]{7}$")]
Count = Annotated[int, Field(ge=0)]
StaffRole = Annotated[int, Field(ge=1, le=6)]
Wrapped = Annotated[Base64, of_length(72, 72)]
SeedWrap = Annotated[Base64, of_length(1168, 1168)]
KemPublic = Annotated[Base64, of_length(1216, 1216)]


class Outgoing(BaseModel):
    """An answer; a newer server may say more, and who reads it leaves that alone."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class ProblemAnswer(Outgoing):
    """Why a call was not carried out (RFC 9457); `type` ends with the name of the problem."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    type: Annotated[str, Field(pattern=r"^urn:quietline:problem:[a-z-]+$")]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]


class Alive(Outgoing):
    """The process answers."""

    status: str


class AboutSite(Outgoing):
    """Whether there is a site, and which root key speaks for it."""

    set_up: bool
    demo: bool
    site: Bytes16 | None
    root_vk: Bytes32 | None


class PublicDesk(Outgoing):
    """What people outside get of the desk."""

    site: Bytes16
    demo: bool
    root_vk: Bytes32
    certificate: Base64
    certificate_signature: Signature
    roster: Base64
    roster_signature: Signature


class Started(Outgoing):
    """The id that salts a passphrase; a name that nobody has gets one too."""

    staff_id: Bytes16
    methods: list[int]


class SessionBegun(Outgoing):
    """A session's token, and the person's own keys, still sealed."""

    token: Bytes32
    blob: Annotated[Base64, of_length(104, 104)]
    staff_id: Bytes16
    name: str
    display_name: str
    role: StaffRole
    provable: bool
    device: Bytes32 | None


class SignedCertificate(Outgoing):
    """A certificate as the root signed it."""

    body: Base64
    signature: Signature


class SignedRoster(Outgoing):
    """A roster as it was signed, with the members whom it names by their hash."""

    body: Base64
    members: Base64
    signature: Signature


class EpochWrap(Outgoing):
    """The seed of an epoch, sealed to whoever asked."""

    epoch: U32
    wrap: SeedWrap


class StaffPerson(Outgoing):
    """Somebody on staff, as the server lists them."""

    staff_id: Bytes16
    name: str
    display_name: str
    role: StaffRole
    sign_vk: Bytes32
    kem_public: KemPublic
    active: bool
    lost: bool
    provable: bool
    languages: list[str]
    skills: str
    hours: str


class KeysDue(Outgoing):
    """Somebody who lacks keys."""

    staff_id: Bytes16
    epochs: list[int]
    roster_key: bool


class DeskAnswer(Outgoing):
    """All that a client needs to check the desk, and to open what is sealed to whoever asked."""

    site: Bytes16
    demo: bool
    root_vk: Bytes32
    recovery_kem_public: KemPublic
    certificates: list[SignedCertificate]
    rosters: list[SignedRoster]
    epoch_wraps: list[EpochWrap]
    roster_key_wrap: SeedWrap | None
    staff: list[StaffPerson]
    public: PublicDesk
    epoch_due: Any
    roster_key_due: Any
    epochs: list[int]
    epochs_unused: list[int]
    old_wraps: Count
    keys_due: list[KeysDue]


class WrapRow(Outgoing):
    """The sealed key of a container."""

    gen: U16
    made: U32
    epoch: U32
    kc: Bytes32
    wrap: Wrapped


class RecordRow(Outgoing):
    """One revision of a sealed record."""

    record: Sealed
    signature: Signature
    hash: Bytes32
    hour: Hour


class CaseLine(Outgoing):
    """The labels of a case."""

    case_id: Bytes16
    number: Number
    status: CaseStatus
    day: Day
    channel: SourceChannel | StaffChannel
    category: Category
    language: Language
    main_record_id: Bytes16


class Assignment(Outgoing):
    """Whose a case is."""

    team_id: Bytes16 | None
    staff_id: Bytes16 | None


class CaseListed(CaseLine):
    """A case in the list: its key, and the newest revision of the record that holds its title."""

    wraps: list[WrapRow]
    main: RecordRow
    assignment: Assignment


class CasesPage(Outgoing):
    """One page of cases, newest day first, and how many there are in all."""

    cases: list[CaseListed]
    total: Count


class CaseEvent(Outgoing):
    """One act on a case, out of the audit."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, validate_by_name=True)

    hour: Hour
    action: str
    staff_id: Bytes16 | None
    old: Annotated[str | None, Field(alias="from")]
    new: Annotated[str | None, Field(alias="to")]
    conv: Bytes16 | None


class ReleaseRow(Outgoing):
    """What may leave a case, to whom, on which ground, and how far it is."""

    release_id: Bytes16
    case_id: Bytes16
    organisation: str
    recipient_kind: str
    mode: Mode
    ground: Ground
    scope: list[str]
    expires_on: Day
    staff_id: Bytes16
    hour: Hour
    state: str
    is_out: bool
    way: Way | None
    handed_hour: Hour | None
    digest: Bytes32 | None
    status: ReferralStatus
    outcome: ReportOutcome
    follow_up_on: Day | None


class HoldRow(Outgoing):
    """A legal hold: who, since which hour, until which day; why is in the record of this id."""

    record_id: Bytes16
    staff_id: Bytes16
    hour: Hour
    until: Day


class Kept(Outgoing):
    """From which day on a closed case may be deleted, and what holds it back."""

    due_on: Day | None
    holds: list[HoldRow]


class CaseDetail(CaseLine):
    """Everything that is kept about a case, sealed as it came."""

    wraps: list[WrapRow]
    records: list[RecordRow]
    conversations: list[dict[str, Any]]
    releases: list[ReleaseRow]
    assignment: Assignment
    kept: Kept
    events: list[CaseEvent]
