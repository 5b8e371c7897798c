"""The command `python -m crypto.vectors FILE`, by which people and CI hold crypto to a file."""

import sys

from crypto.vectors.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
