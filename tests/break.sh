#!/bin/sh
# Before each call of the tests is made, the same is answered twice by a store that is found damaged on the way: break.sh
# [SEED...]. What that makes of a test does not matter, but the server goes on: no end with a line, no signal, no
# complaint of a sanitizer, no call without an end. Built by the preset dev.
set -eu
cd "$(dirname "$0")/.."
export ASAN_OPTIONS=detect_leaks=0:exitcode=99 UBSAN_OPTIONS=print_stacktrace=1:exitcode=99

# One program: break.sh --one FOLDER SEED PROGRAM. Its own status says how many tests failed.
if [ "${1:-}" = --one ]; then
    status=0
    said=$2/$(basename "$4")
    cd tests
    FAKEBYTE_BREAK=$3 timeout 120 "../$4" >"$said" 2>&1 || status=$?
    if [ $status -ge 99 ] || grep -q 'Test failed with exception' "$said"; then
        echo "FAKEBYTE_BREAK=$3 $4: status $status"
        tail -n 40 "$said"
        exit 255
    fi
    exit 0
fi

[ $# -gt 0 ] || set -- 1 2
cmake --preset dev >/dev/null
cmake --build --preset dev --target fakebyte_tests
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# But for those that hold an exchange of their own, which a test that failed leaves behind.
programs=$(ls build/dev/tests/test_api_* build/dev/tests/test_public_* |
    grep -v -e admin_events -e admin_plans -e admin_wait -e api_full)
for seed; do
    echo "$programs" | xargs -P 2 -n 1 sh tests/break.sh --one "$folder" "$seed"
    echo "seed $seed: $(echo "$programs" | wc -l) programs, the server went on"
done
