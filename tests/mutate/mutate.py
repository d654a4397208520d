"""Changes the server's rules a little, one at a time, and sees whether a test minds.

mutate.py [--count N] [--seed S] [--bound PERCENT] [--only TEXT]

N of the mutants of server/domain, gateway and sandbox, drawn with the seed, are built and run against the tests that reach their line.
Those that no test minds are printed; more than PERCENT of them fail the run. Copies of the tree are in build/mutants.
"""
import argparse
import os
import queue
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import mutants
import reach

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ["domain", "gateway", "sandbox"]


def copied(name, *options):
    """A copy of the tree, configured in its folder `build`."""
    tree = ROOT / "build/mutants" / name
    files = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")[:-1]
    for folder in ("server", "tests"):
        for path in (tree / folder).rglob("*"):
            if path.is_file() and str(path.relative_to(tree)) not in files:
                path.unlink()
    for file in files:
        target = tree / file
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != (ROOT / file).read_bytes():
            shutil.copy(ROOT / file, target)
    launcher = ["-DCMAKE_C_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    subprocess.run(["cmake", "-G", "Ninja", "-S", tree, "-B", tree / "build", "-DCMAKE_C_COMPILER=gcc", "-DFAKEBYTE_TESTS=ON",
                    *launcher, *options], check=True, stdout=subprocess.DEVNULL)
    if not built(tree):
        raise SystemExit(f"{tree} does not build")
    return tree


def built(tree):
    return subprocess.run(["ninja", "-C", tree / "build", "fakebyte_tests"], stdout=subprocess.DEVNULL).returncode == 0


def every_mutant(tree):
    for folder in FOLDERS:
        for path in sorted((tree / "server" / folder).rglob("*.c")):
            name = str(path.relative_to(tree))
            yield from mutants.mutants(name, path.read_text())


def minds(tree, mutant, known):
    """The name of the first test that fails, "" where none does, None where the mutant does not compile."""
    path = tree / mutant.path
    text = path.read_text()
    try:
        path.write_text(mutant.applied(text))
        if not built(tree):
            return None
        for test in known.of(mutant, text):
            if reach.fails(tree / "build", test, 20 + 10 * known.seconds[test]):
                return test
        return ""
    finally:
        path.write_text(text)


def work(tree, waiting, known, outcomes):
    while True:
        try:
            mutant = waiting.get_nowait()
        except queue.Empty:
            return
        outcomes[mutant] = minds(tree, mutant, known)
        if outcomes[mutant] == "":
            print("survives:", mutant.describe((tree / mutant.path).read_text()), flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--bound", type=float, default=100)
    arguments.add_argument("--only", default="", help="only files whose path has this in it")
    given = arguments.parse_args()
    trees = [copied(str(number)) for number in range(min(2, os.cpu_count()))]
    all_mutants = [mutant for mutant in every_mutant(trees[0]) if given.only in mutant.path]
    drawn = random.Random(given.seed).sample(all_mutants, min(given.count, len(all_mutants)))
    print(f"{len(drawn)} of {len(all_mutants)} mutants", flush=True)
    known = reach.measured(copied("reach", "-DFAKEBYTE_COVERAGE=ON") / "build", FOLDERS)
    waiting, outcomes = queue.Queue(), {}
    for mutant in drawn:
        waiting.put(mutant)
    threads = [threading.Thread(target=work, args=(tree, waiting, known, outcomes)) for tree in trees]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = [outcome for outcome in outcomes.values() if outcome is not None]
    survivors = made.count("")
    share = 100 * survivors / max(1, len(made))
    print(f"{len(made)} mutants, {len(drawn) - len(made)} more do not compile; {survivors} survive: {share:.1f} %")
    sys.exit(share > given.bound)


if __name__ == "__main__":
    main()
