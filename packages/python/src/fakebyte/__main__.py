"""Runs the program: `python -m fakebyte`, and the console script `fakebyte`."""

import os
import sys

from fakebyte.binary import find_binary


def main() -> None:
    binary = find_binary()
    os.execv(binary, [binary, *sys.argv[1:]])


if __name__ == "__main__":
    main()
