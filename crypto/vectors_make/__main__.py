"""The command `python -m crypto.vectors_make SEED`: a vector file on standard output."""

import json
import sys
from collections.abc import Sequence

from crypto.vectors_make.made import vector_file


def main(arguments: Sequence[str]) -> int:
    """Write the vector file of the seed that is the one argument; 2 for wrong use."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m crypto.vectors_make SEED\n")
        return 2
    json.dump(vector_file(arguments[0]), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
