"""Known answers for the desk's keys: staff blobs, epoch seeds, and the roster with its root."""

from crypto import roster, staff
from crypto.errors import Refused
from crypto.hashes import digest
from crypto.primitives import verify_key_of
from crypto.vectors.reading import Difference, Fields, VectorFile, objects
from crypto.vectors.rejects import Tally, check, refuse


def _factors(case: Fields) -> staff.StaffFactors:
    return staff.StaffFactors.from_passphrase(
        case.text("passphrase"), case.data("second"), case.data("site"), case.data("staff_id")
    )


def _open_blob(case: Fields, kek: bytes) -> staff.StaffKeys:
    return staff.open_staff_blob(
        kek, case.data("site"), case.data("staff_id"), case.number("method"), case.data("blob")
    )


def check_staff(file: VectorFile, tally: Tally) -> None:
    """Hold passphrase stretching and staff blobs to `staff` (protocol section 6)."""
    checks = [
        check(
            "blob", "site staff_id method kek blob", lambda case: _open_blob(case, case.data("kek"))
        ),
        check("passphrase", "passphrase second", lambda case: _open_blob(case, _factors(case).kek)),
    ]
    for case in objects(file.groups["staff"], "staff"):
        site, staff_id = case.data("site"), case.data("staff_id")
        keys = staff.StaffKeys(case.data("kem_seed"), case.data("sign_seed"))
        with case.holding("blob"):
            case.compare("salt", staff.staff_salt(site, staff_id))
            factors = _factors(case)
            case.compare("auth", factors.auth)
            case.compare("kek", factors.kek)
            case.compare("again", factors.again)
            method, nonce = case.number("method"), case.data("nonce")
            sealed = staff.seal_staff_blob(factors.kek, site, staff_id, method, keys, nonce)
            case.compare("blob", sealed)
            if _open_blob(case, factors.kek) != keys:
                raise Difference(case.place("blob"))
        tally.accepted += 1
        refuse(case, checks, "blob", tally)
        case.finish()


def _open_epoch_wrap(case: Fields) -> bytes:
    return staff.open_epoch_seed(
        case.data("kem_seed"),
        case.data("site"),
        case.number("epoch"),
        case.data("staff_id"),
        case.data("desk_public"),
        case.data("wrap"),
    )


def check_epoch_wrap(file: VectorFile, tally: Tally) -> None:
    """Hold epoch seeds sealed to staff to `epoch_wrap` (protocol section 6)."""
    opens = check("wrap", "site epoch staff_id kem_seed desk_public wrap", _open_epoch_wrap)
    for case in objects(file.groups["epoch_wrap"], "epoch_wrap"):
        place = case.data("site"), case.number("epoch"), case.data("staff_id")
        with case.holding("wrap"):
            case.compare("info", staff.epoch_seed_info(*place, case.data("desk_public")))
            case.compare("opens_to", _open_epoch_wrap(case))
        tally.accepted += 1
        refuse(case, [opens], "wrap", tally)
        case.finish()


def _members(case: Fields) -> list[roster.Member]:
    members = []
    for line in objects(case.take("members"), case.place("members")):
        members.append(
            roster.Member(
                staff_id=line.data("staff_id"),
                sign_vk=line.data("sign_vk"),
                kem_hash=digest(line.data("kem_public")),
                role=line.number("role"),
            )
        )
        line.finish()
    return members


def _verify_certificate(case: Fields) -> roster.Certificate:
    return roster.verify_certificate(
        case.data("root_vk"), case.data("certificate"), case.data("certificate_signature")
    )


def _verify_roster(case: Fields) -> roster.Roster:
    certificate = _verify_certificate(case)
    verified = roster.verify_roster(
        certificate.roster_vk, case.data("roster"), case.data("roster_signature")
    )
    if verified.site != certificate.site:
        raise Refused("the roster belongs to another site")
    return verified


def _verify_members(case: Fields) -> tuple[roster.Member, ...]:
    verified = _verify_roster(case)
    if digest(case.data("members_bytes")) != verified.members_hash:
        raise Refused("the members are not those that the roster names")
    return roster.parse_members(case.data("members_bytes"))


def _check_certificate(case: Fields) -> roster.Certificate:
    with case.holding("certificate"):
        case.compare("root_vk", verify_key_of(case.data("root_seed")))
        certificate = _verify_certificate(case)
        case.compare("certificate", certificate.encode())
        signature = roster.sign_certificate(case.data("root_seed"), certificate)
        case.compare("certificate_signature", signature)
        if certificate.roster_vk != verify_key_of(case.data("roster_seed")):
            raise Difference(case.place("roster_seed"))
    return certificate


def _check_roster(case: Fields, site: bytes, desk_public: bytes) -> None:
    with case.holding("members"):
        members = roster.encode_members(_members(case))
        case.compare("members_bytes", members)
    with case.holding("roster"):
        made = roster.Roster(
            site=site,
            serial=case.number("serial"),
            epoch=case.number("epoch"),
            not_before=case.number("not_before"),
            not_after=case.number("not_after"),
            desk_public=desk_public,
            previous=case.data("previous"),
            members_hash=digest(members),
        )
        case.compare("roster", made.encode())
        signature = roster.sign_roster(case.data("roster_seed"), made)
        case.compare("roster_signature", signature)
        if (_verify_roster(case), list(_verify_members(case))) != (made, _members(case)):
            raise Difference(case.place("roster"))


def check_roster(file: VectorFile, tally: Tally) -> None:
    """Hold certificate, roster and members to `roster` (protocol section 6)."""
    signed = "root_vk certificate certificate_signature"
    checks = [
        check("certificate", signed, _verify_certificate),
        check("roster", f"{signed} roster roster_signature", _verify_roster),
        check("members", f"{signed} roster roster_signature members_bytes", _verify_members),
        check("order", "members", lambda case: roster.encode_members(_members(case))),
    ]
    for case in objects(file.groups["roster"], "roster"):
        certificate = _check_certificate(case)
        # The roster's case does not repeat the desk's key; it is that of the epoch.
        with case.holding("roster"):
            desk_public = roster.parse_roster(case.data("roster")).desk_public
        if "epoch" in file.groups and desk_public != file.case("epoch", 0, case.path).data(
            "public"
        ):
            raise Difference(case.place("roster"))
        _check_roster(case, certificate.site, desk_public)
        tally.accepted += 1
        refuse(case, checks, "roster", tally)
        case.finish()
