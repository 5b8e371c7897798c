"""Known answers for what everything in crypto rests on: hashes, padding, receipts, KEM keys."""

from crypto import hashes, padding, receipt, staff
from crypto.primitives import kem_public_from_seed
from crypto.vectors.reading import Difference, Fields, VectorFile, items, objects, whole
from crypto.vectors.rejects import Tally, check, refuse


def check_hash(file: VectorFile, tally: Tally) -> None:
    """Hold H to `hash` (protocol section 1)."""
    for case in objects(file.groups["hash"], "hash"):
        case.compare("H", hashes.digest(case.data("in")))
        case.finish()
        tally.accepted += 1


def check_kdf(file: VectorFile, tally: Tally) -> None:
    """Hold K to `kdf` (protocol section 1)."""
    for case in objects(file.groups["kdf"], "kdf"):
        label = case.text("label").encode("utf-8", "surrogatepass")
        with case.holding("K"):
            case.compare("K", hashes.derive(case.data("key"), label, case.data("ctx")))
        case.finish()
        tally.accepted += 1


def _pairs(value: object, path: str) -> list[tuple[int, int, str]]:
    pairs = []
    for pair, place in items(value, path):
        numbers = [whole(*each) for each in items(pair, place)]
        if len(numbers) != 2 or min(numbers) < 0:  # noqa: PLR2004 - a pair
            raise Difference(f"{place}: not a pair of lengths")
        pairs.append((numbers[0], numbers[1], place))
    return pairs


def check_padme(file: VectorFile, tally: Tally) -> None:
    """Hold PADME to `padme` (protocol section 4)."""
    for length, expected, place in _pairs(file.groups["padme"], "padme"):
        if padding.padme(length) != expected:
            raise Difference(place)
        tally.accepted += 1


def check_padded_length(file: VectorFile, tally: Tally) -> None:
    """Hold the buckets to `padded_length` (protocol section 4)."""
    for length, expected, place in _pairs(file.groups["padded_length"], "padded_length"):
        if padding.padded_length(length) != expected or not padding.is_padded_length(expected):
            raise Difference(place)
        tally.accepted += 1


def check_unpad(file: VectorFile, tally: Tally) -> None:
    """Hold pad and unpad to `unpad` (protocol section 4)."""
    unpad = check("unpad", "padded", lambda case: padding.unpad(case.data("padded")))
    for group in objects(file.groups["unpad"], "unpad"):
        for case in (
            objects(group.take("accept"), group.place("accept")) if "accept" in group else []
        ):
            with case.holding("padded"):
                case.compare("inner", padding.unpad(case.data("padded")))
                case.compare("padded", padding.pad(case.data("inner")))
            case.finish()
            tally.accepted += 1
        refuse(group, [unpad], "padded", tally)
        group.finish()


def keys_of(case: Fields) -> receipt.Receipt:
    """Return the keys that a `receipt` case states, unchecked here."""
    return receipt.Receipt(
        auth=case.data("auth"),
        self_key=case.data("self"),
        sign_seed=case.data("sign"),
        kem_seed=case.data("kem"),
    )


def check_receipt(file: VectorFile, tally: Tally) -> None:
    """Hold normalising, stretching and the receipt's keys to `receipt` (section 2)."""
    for case in objects(file.groups["receipt"], "receipt"):
        words = case.text("words")
        case.compare("normalised", receipt.normalise(words))
        with case.holding("master"):
            case.compare("master", receipt.stretch(words, case.data("site")))
        keys = receipt.Receipt.from_master(case.data("master"))
        case.compare("auth", keys.auth)
        case.compare("lookup", keys.lookup)
        case.compare("self", keys.self_key)
        case.compare("sign", keys.sign_seed)
        case.compare("kem", keys.kem_seed)
        case.finish()
        tally.accepted += 1


def check_kem(file: VectorFile, tally: Tally) -> None:
    """Hold X-Wing's key pairs to `kem` (protocol section 1)."""
    for case in objects(file.groups["kem"], "kem"):
        with case.holding("seed"):
            case.compare("public", kem_public_from_seed(case.data("seed")))
        case.finish()
        tally.accepted += 1


def check_epoch(file: VectorFile, tally: Tally) -> None:
    """Hold a desk epoch's keys to `epoch` (protocol section 6)."""
    for case in objects(file.groups["epoch"], "epoch"):
        with case.holding("seed"):
            keys = staff.epoch_keys(case.data("seed"))
        case.compare("kem_seed", keys.kem_seed)
        case.compare("records", keys.records_key)
        case.compare("public", keys.public)
        case.finish()
        tally.accepted += 1
