#!/bin/sh
# kill -9 in the middle of writing, again and again: crash.sh [TIMES]
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PYTHONDONTWRITEBYTECODE=1 python3 crash/crash.py ../build/release/fakebyte "$scratch" "${1:-50}"
