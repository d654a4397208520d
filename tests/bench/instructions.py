#!/usr/bin/env python3
"""Instructions per request, counted by callgrind, without sockets: compared with tests/bench/instructions.json.

instructions.py BUILD_FOLDER [--keep]   (--keep writes the new figures to that file)
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
KEPT = HERE / "instructions.json"
TIMES = {"connections/create 31 KB": 20}
USUAL_TIMES = 100  # as many as the program has different places for
SHOWN_CHANGE = 0.10


def program(build):
    return pathlib.Path(build) / "tests/bench/bench_instructions"


def count(build, operation, times):
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", "--toggle-collect=answer_measured", f"--callgrind-out-file={folder}/out",
             program(build), operation, str(times)],
            capture_output=True, text=True, check=True, timeout=300)
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1)) // times


def measure(build):
    operations = subprocess.run([program(build)], capture_output=True, text=True, check=True).stdout.splitlines()
    return {each: count(build, each, TIMES.get(each, USUAL_TIMES)) for each in operations}


def kept():
    return json.loads(KEPT.read_text()) if KEPT.exists() else {}


def print_table(counts):
    before = kept()
    print(f"{'instructions a request':<28}{'kept':>12}{'now':>12}{'change':>9}")
    for name, now in counts.items():
        old = before.get(name, now)
        change = now / old - 1
        mark = "  <-- " if abs(change) > SHOWN_CHANGE else ""
        print(f"{name:<28}{old:>12,}{now:>12,}{change:>+9.1%}{mark}")


def main():
    counts = measure(sys.argv[1])
    print_table(counts)
    if "--keep" in sys.argv:
        KEPT.write_text(json.dumps(counts, indent=2) + "\n")


if __name__ == "__main__":
    main()
