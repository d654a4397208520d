#!/bin/sh
# Changes rules of the server a little, one at a time, and sees whether a test minds: mutate.sh [--count N] [--seed S] [--only PATH].
# More survivors than the bound fail. The bound is that of the first run; lower it when tests get better.
set -eu
cd "$(dirname "$0")/.."
PYTHONDONTWRITEBYTECODE=1 exec python3 tests/mutate/mutate.py --bound 20 "$@"
