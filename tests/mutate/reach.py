"""Which tests run which lines: a build that counts, each test by itself, gcov."""
import json
import subprocess
import time
from collections import defaultdict

FACTS = {"test_called", "test_unit_layers", "test_unit_docs"}  # look at the tree, or at other tests


class Reach:
    def __init__(self):
        self.lines = defaultdict(set)  # (path, line) of tests
        self.instrumented = set()
        self.seconds = {}

    def of(self, mutant, text):
        """The tests that can tell, the fastest first."""
        key = (mutant.path, mutant.line)
        if mutant.statement:
            tests = self.users(mutant, text)
        elif key in self.instrumented:
            tests = self.lines[key]
        else:
            tests = self.file(mutant.path)
        return sorted(tests, key=self.seconds.get)

    def users(self, mutant, text):
        tests = set()
        for number, line in enumerate(text.split("\n"), 1):
            if "&" + mutant.statement in line:
                tests |= self.lines[(mutant.path, number)]
        return tests or self.file(mutant.path)

    def file(self, path):
        return set().union(*(tests for (name, _), tests in list(self.lines.items()) if name == path))


def run(build, test, timeout=None):
    """True where it passes."""
    try:
        done = subprocess.run([f"{build}/tests/{test}"], cwd=f"{build}/../tests", timeout=timeout, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return done.returncode == 0
    except subprocess.TimeoutExpired:
        return False


def fails(build, test, timeout=None):
    """Twice, that is: some measure the machine's time, and fail on a busy one."""
    return not run(build, test, timeout) and not run(build, test, timeout)


def tests_of(build):
    listed = json.loads(subprocess.check_output(["ctest", "--test-dir", build, "--show-only=json-v1"]))
    names = ["test_" + test["name"].replace("/", "_") for test in listed["tests"]]
    return [name for name in names if name not in FACTS]


def note(reach, test, build, counts):
    listed = subprocess.run(["gcov", "--json-format", "--stdout", *map(str, counts)], cwd=build, check=True,
                            capture_output=True, text=True).stdout
    for document in filter(None, listed.split("\n")):
        for file in json.loads(document)["files"]:
            path = "server/" + file["file"].split("/server/")[-1]
            for line in file["lines"]:
                reach.instrumented.add((path, line["line_number"]))
                if line["count"]:
                    reach.lines[(path, line["line_number"])].add(test)


def measured(build, folders):
    reach = Reach()
    objects = build / "server/CMakeFiles/fakebyte_core.dir"
    for test in tests_of(build):
        for counts in objects.rglob("*.gcda"):
            counts.unlink()
        begun = time.monotonic()
        if fails(build, test):
            raise SystemExit(f"{test} fails without any mutant")
        reach.seconds[test] = time.monotonic() - begun
        note(reach, test, build, [counts for folder in folders for counts in (objects / folder).rglob("*.gcda")])
    return reach
