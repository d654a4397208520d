#!/bin/sh
# Clients that mean harm, against the release binary: slow ones, crowds, floods, names of files, guesses of a password.
set -eu
cd "$(dirname "$0")"
FAKEBYTE=$(realpath "${1:-../build/release/fakebyte}")
export FAKEBYTE PYTHONDONTWRITEBYTECODE=1
python3 -m pytest -q -p no:cacheprovider --durations=5 siege
