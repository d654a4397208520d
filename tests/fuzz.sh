#!/bin/sh
# Runs every fuzzer from its corpus, two at a time: fuzz.sh [SECONDS [NAME...]]. What it finds is in build/fuzz/found.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-10}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- body configuration cron fault fixture http plan registry
cmake --preset clang >/dev/null
cmake --build --preset clang
mkdir -p build/fuzz/found build/fuzz/grown
fuzz_one() {
    name=$1
    mkdir -p "build/fuzz/grown/$name"
    begun=$(date +%s)
    status=0
    "build/clang/tests/fuzz/fuzz_$name" -seed=1 -max_total_time="$2" -timeout=25 -rss_limit_mb=2048 -max_len=16384 \
        -print_final_stats=1 -artifact_prefix="build/fuzz/found/$name-" \
        "build/fuzz/grown/$name" "tests/fuzz/corpus/$name" >"build/fuzz/found/$name.log" 2>&1 || status=$?
    [ "$status" -eq 0 ] || { tail -60 "build/fuzz/found/$name.log"; echo "$name: status $status"; return 1; }
    echo "$name: $(sed -n 's/stat::number_of_executed_units: *//p' "build/fuzz/found/$name.log") runs in" \
        "$(($(date +%s) - begun)) s, nothing found"
}

failed=
while [ $# -gt 0 ]; do
    fuzz_one "$1" "$seconds" &
    first=$!
    shift
    second=
    if [ $# -gt 0 ]; then
        fuzz_one "$1" "$seconds" &
        second=$!
        shift
    fi
    wait "$first" || failed=yes
    [ -z "$second" ] || wait "$second" || failed=yes
done
[ -z "$failed" ]
