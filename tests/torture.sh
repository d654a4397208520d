#!/bin/sh
# Makes allocations, calls of SQLite and file calls fail, one after the other: torture.sh [STRIDE [SCENARIO...]].
# Every STRIDE-th of each kind, and the first and the last sixteen; 1 is all of them. Built by the preset dev.
set -eu
cd "$(dirname "$0")/.."
stride=${1:-1000}
[ $# -eq 0 ] || shift
cmake --preset dev >/dev/null
cmake --build --preset dev --target torture
torture=build/dev/tests/torture/torture
if [ $# -gt 0 ]; then
    printf '%s\n' "$@"
else
    $torture
fi | xargs -d '\n' -P 2 -I NAME $torture NAME "$stride"
