#!/usr/bin/env python3
"""known_differences.py FILE...: what comparisons found, held against known-differences.txt

Each file is what one comparison with a reference document printed, a difference a line and a summary in the end; the
file's name goes before each. Prints what is not known, and what is known and was not found; exit 1 on either.
"""
import pathlib
import re
import sys

SUMMARY = re.compile(r"\d+ (operations compared|exchanges), ")


def known():
    for line in pathlib.Path(__file__).with_name("known-differences.txt").read_text().splitlines():
        if not line.startswith("#"):
            pattern, _, reason = line.partition("\t")
            assert reason, f"no reason: {line}"
            yield pattern, re.compile(re.escape(pattern).replace(r"\*", ".*"))


def found(path):
    *lines, summary = path.read_text().splitlines() or [""]
    assert SUMMARY.match(summary), f"{path} ends without a summary"
    print(f"{path.name}: {summary}")
    return [f"{path.name}: {line}" for line in lines]


def main(paths):
    lines = [line for path in paths for line in found(pathlib.Path(path))]
    rows = list(known())
    strange = [line for line in lines if not any(row.fullmatch(line) for _, row in rows)]
    stale = [pattern for pattern, row in rows if not any(row.fullmatch(line) for line in lines)]
    for line in strange:
        print(f"not known: {line}")
    for pattern in stale:
        print(f"known, but not found any more: {pattern}")
    return 1 if strange or stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
