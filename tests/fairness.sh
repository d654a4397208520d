#!/bin/sh
# How long others wait while one client asks for much (fairness.py). The bounds are wide enough for a noisy machine;
# --long takes the worlds that the goals speak of: 10,000 connections, 200,000 jobs.
set -eu
cd "$(dirname "$0")/.."
cmake --preset release >/dev/null
cmake --build --preset release --target fakebyte
if [ "${1:-}" = --long ]; then
    exec python3 tests/fairness.py build/release/fakebyte --connections 10000 --jobs 200000 --bound 1000 --json build/fairness.json
fi
exec python3 tests/fairness.py build/release/fakebyte --connections 1000 --jobs 5000 --bound 500 --json build/fairness.json
