"""A desk made anew from words on paper: every key is made here, by a client, as at the founding.

The recovery words open the seed of every epoch; the root words certify a new roster key, since the
old one was sealed to people who lost theirs. Time and randomness are arguments.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crypto import roster
from crypto.errors import Refused
from crypto.hashes import digest, same
from crypto.primitives import kem_public_from_seed, verify_key_of
from crypto.roster import RECOVERY_ID
from crypto.staff import epoch_keys, open_epoch_seed, seal_epoch_seed, seal_roster_key
from moderation.founding import SignedRoster
from moderation.recovery import LostDesk, NewDesk
from webapp.client import ceremony
from webapp.client.ceremony import A_DAY_BACK, Draw, Member, Newcomer
from webapp.staff.people_schemas import Person


@dataclass(frozen=True)
class Papers:
    """What was in the safe: the seeds that the root words and the recovery words stand for."""

    root_seed: bytes = field(repr=False)
    recovery_seed: bytes = field(repr=False)


def check_root(lost: LostDesk, root_seed: bytes) -> None:
    """These words are of this site's root; raises Refused."""
    if not same(verify_key_of(root_seed), lost.root_vk):
        raise Refused("the root words of another site")


def check_recovery(lost: LostDesk, recovery_seed: bytes) -> None:
    """These words are of this site's recovery key; raises Refused."""
    if not same(kem_public_from_seed(recovery_seed), lost.recovery_kem_public):
        raise Refused("the recovery words of another site")


def open_seeds(lost: LostDesk, papers: Papers) -> dict[int, bytes]:
    """The seed of every epoch, each checked against the desk key of its roster.

    Raises a CryptoError where one does not open.
    """
    return {
        sealed.epoch: open_epoch_seed(
            papers.recovery_seed,
            lost.site,
            sealed.epoch,
            RECOVERY_ID,
            sealed.desk_public,
            sealed.wrap,
        )
        for sealed in lost.seeds
    }


def make_desk(
    lost: LostDesk, papers: Papers, administrator: Newcomer, now: int, draw: Draw
) -> NewDesk:
    """A desk with this one administrator under the same root; stretches a passphrase.

    Raises a CryptoError for papers of another site, or a seed that does not open.
    """
    check_root(lost, papers.root_seed)
    check_recovery(lost, papers.recovery_seed)
    seeds = open_seeds(lost, papers)
    epoch = lost.roster.epoch + 1
    office = ceremony.Office(lost.site, papers.root_seed, draw(32), papers.recovery_seed, draw(32))
    member, entry = ceremony.make_member(office, administrator, draw)
    begin = max(now - A_DAY_BACK, lost.certified + 1)
    certificate = roster.Certificate(
        lost.site, verify_key_of(office.roster_seed), begin, begin + roster.CERTIFICATE_LIFETIME
    )
    public = member.keys.kem_public
    return NewDesk(
        certificate=certificate.encode(),
        certificate_signature=roster.sign_certificate(office.root_seed, certificate),
        roster=_next_roster(lost, office, member, begin),
        person=Person.model_validate(entry).member(),
        seeds={
            each: seal_epoch_seed(public, lost.site, each, member.staff_id, seed)
            for each, seed in {**seeds, epoch: office.epoch_seed}.items()
        },
        recovery_seed=seal_epoch_seed(
            office.recovery_public, lost.site, epoch, RECOVERY_ID, office.epoch_seed
        ),
        roster_key=seal_roster_key(public, lost.site, member.staff_id, office.roster_seed),
    )


def _next_roster(
    lost: LostDesk, office: ceremony.Office, member: Member, begin: int
) -> SignedRoster:
    recovery = roster.Member(
        RECOVERY_ID, bytes(32), digest(office.recovery_public), roster.Role.RECOVERY
    )
    encoded = roster.encode_members([member.line(), recovery])  # 0xFF… is above every other id
    before = lost.roster
    made = roster.Roster(
        site=lost.site,
        serial=before.serial + 1,
        epoch=before.epoch + 1,
        not_before=begin,
        not_after=begin + roster.ROSTER_LIFETIME,
        desk_public=epoch_keys(office.epoch_seed).public,
        previous=digest(lost.roster_body),
        members_hash=digest(encoded),
    )
    signature = roster.sign_roster(office.roster_seed, made)
    return SignedRoster(made.encode(), encoded, signature)
