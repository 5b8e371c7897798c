"""Runs every group of a vector file through crypto and says in one line what came of it."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from crypto.vectors import audits, basics, blobs, casework, conversations, desk
from crypto.vectors.reading import Difference, NotVectors, VectorFile, load
from crypto.vectors.rejects import Tally

HOLDS, DIFFERS, NO_VECTORS = 0, 1, 2

GROUPS: dict[str, Callable[[VectorFile, Tally], None]] = {
    "hash": basics.check_hash,
    "kdf": basics.check_kdf,
    "padme": basics.check_padme,
    "padded_length": basics.check_padded_length,
    "unpad": basics.check_unpad,
    "receipt": basics.check_receipt,
    "kem": basics.check_kem,
    "epoch": basics.check_epoch,
    "key_record": conversations.check_key_record,
    "accept": conversations.check_accept,
    "envelope": conversations.check_envelope,
    "envelope_reject": conversations.check_envelope_reject,
    "file": blobs.check_file,
    "staff": desk.check_staff,
    "epoch_wrap": desk.check_epoch_wrap,
    "share": conversations.check_share,
    "roster": desk.check_roster,
    "case": casework.check_case,
    "audit": audits.check_audit,
}


def check_file(file: VectorFile) -> Tally:
    """Return how many cases hold, if all do; raise Difference at the first that does not."""
    for name in file.groups:
        if name not in GROUPS:
            raise Difference(f"{name}: nothing here checks this group")
    tally = Tally()
    for name, group in GROUPS.items():
        if name in file.groups:
            group(file, tally)
    return tally


def main(arguments: Sequence[str]) -> int:
    """Check the file named by the one argument and return the exit code.

    0: all hold and all rejects are refused. 1: the first difference is named. 2: no vector file.
    """
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m crypto.vectors FILE\n")
        return NO_VECTORS
    try:
        tally = check_file(load(Path(arguments[0])))
    except NotVectors as reason:
        sys.stderr.write(f"not a vector file: {reason}\n")
        return NO_VECTORS
    except Difference as place:
        sys.stdout.write(f"first difference: {place}\n")
        return DIFFERS
    total = tally.accepted + tally.refused
    if total == 0:
        sys.stderr.write("not a vector file: no cases\n")
        return NO_VECTORS
    sys.stdout.write(f"checked {total} cases: {tally.accepted} accepted, {tally.refused} refused\n")
    return HOLDS
