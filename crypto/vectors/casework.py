"""Known answers for what the desk writes: case keys, and the records sealed under them."""

from dataclasses import dataclass

from crypto import records
from crypto.primitives import verify_key_of
from crypto.vectors.reading import Difference, Fields, VectorFile, objects
from crypto.vectors.rejects import Tally, check, refuse


def _wrap(case: Fields) -> records.CaseWrap:
    return records.CaseWrap(
        case=case.data("case"),
        gen=case.number("gen"),
        made=case.number("made_in_epoch"),
        epoch=case.number("epoch"),
        commit=case.data("commit"),
        wrap=case.data("wrap"),
    )


def _open_wrap(case: Fields) -> bytes:
    return records.open_case_wrap(case.data("records_key"), case.data("site"), _wrap(case))


def _check_wrap(case: Fields) -> None:
    with case.holding("wrap"):
        stated = _wrap(case)
        made = records.seal_case_wrap(
            case.data("records_key"),
            case.data("site"),
            stated.case,
            stated.gen,
            stated.made,
            stated.epoch,
            case.data("case_key"),
            case.data("nonce"),
        )
        case.compare("commit", made.commit)
        case.compare("wrap", made.wrap)
        case.compare("case_key", _open_wrap(case))


@dataclass(frozen=True)
class _Container:
    """What a record takes from its case: ids of 16 bytes, the case's key, its generation."""

    site: bytes
    case: bytes
    gen: int
    key: bytes

    def header(self, record: Fields) -> records.RecordHeader:
        return records.RecordHeader(
            case=self.case,
            record=record.data("record_id"),
            gen=self.gen,
            rev=record.number("rev"),
            prev=record.data("prev"),
            staff_id=record.data("staff_id"),
            nonce=record.data("nonce"),
        )

    def open(self, record: Fields) -> bytes:
        return records.open_record(self.key, self.site, record.data("envelope"))

    def verify(self, record: Fields) -> None:
        staff_vk = verify_key_of(record.data("sign_seed"))
        sealed, signature = record.data("envelope"), record.data("signature")
        records.verify_record(staff_vk, self.site, sealed, signature)


def _check_record(record: Fields, container: _Container, tally: Tally) -> None:
    with record.holding("envelope"):
        header = container.header(record)
        sealed = records.seal_record(container.key, container.site, header, record.data("inner"))
        record.compare("envelope", sealed)
        record.compare("inner", container.open(record))
        if records.parse_record_header(sealed) != header:
            raise Difference(record.place("envelope"))
    with record.holding("signature"):
        signature = records.sign_record(record.data("sign_seed"), container.site, sealed)
        record.compare("signature", signature)
        container.verify(record)
    tally.accepted += 1
    checks = [
        check("envelope", "envelope", container.open),
        check("signature", "envelope sign_seed signature", container.verify),
    ]
    refuse(record, checks, "envelope", tally)
    record.finish()


def check_case(file: VectorFile, tally: Tally) -> None:
    """Hold case wraps and records to `case` (protocol section 7)."""
    opens = check("wrap", "site case records_key gen made_in_epoch epoch commit wrap", _open_wrap)
    for case in objects(file.groups["case"], "case"):
        _check_wrap(case)
        tally.accepted += 1
        refuse(case, [opens], "wrap", tally)
        container = _Container(
            case.data("site"), case.data("case"), case.number("gen"), case.data("case_key")
        )
        if "record" in case:
            for record in objects(case.take("record"), case.place("record")):
                _check_record(record, container, tally)
        case.finish()
