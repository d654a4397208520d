#!/bin/sh
# Measures: builds, counts instructions a request, then runs fakebyte and a constant reply of libmicrohttpd in turn.
# Takes three minutes. Options: --rounds N, --rows N (1000000 for the long growth table), --keep (new instruction counts
# become the ones to compare with). Writes build/bench.json. Wants valgrind (packages.txt here).
# --peers instead measures workspaces/get beside Prism, Mockoon and WireMock (peers.py), which want Node, npm and Java.
set -eu
cd "$(dirname "$0")/../.."
. server/install.sh
install_packages server/packages.txt tests/bench/packages.txt
cmake --preset bench >/dev/null
cmake --build --preset bench
keep=
peers=
for option; do
    shift
    case $option in
        --keep) keep=--keep ;;
        --peers) peers=yes ;;
        *) set -- "$@" "$option" ;;
    esac
done
if [ -n "$peers" ]; then
    exec python3 tests/bench/peers.py "$@"
fi
python3 tests/bench/instructions.py build/bench $keep
python3 tests/bench/bench.py "$@"
