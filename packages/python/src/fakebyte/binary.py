"""Where the program is."""

import os
import pathlib
import shutil


def find_binary() -> str:
    """The path of the program: $FAKEBYTE, else the one that came with this package, else the one on $PATH.

    FileNotFoundError where there is none.
    """
    named = os.environ.get("FAKEBYTE")
    if named:
        return named
    packaged = pathlib.Path(__file__).parent / "bin" / "fakebyte"
    found = str(packaged) if packaged.exists() else shutil.which("fakebyte")
    if not found:
        raise FileNotFoundError("fakebyte is not in this package, not on PATH, and FAKEBYTE does not name it")
    return found
