#!/bin/sh
# gcc's analyzer and cppcheck over server/, as the release is built; whatever they say fails. clang's runs in clang-tidy.
set -eu
cd "$(dirname "$0")/.."
found=$PWD/build/analyzers
rm -rf "$found"
mkdir -p "$found"
if tests/analyzers/analyze "$PWD/build/release/compile_commands.json" "$PWD/server/main.c" \
    "$PWD/tests/analyzers/double_free.c" 2>"$found/double_free"; then
    echo "gcc -fanalyzer does not see the double free in tests/analyzers/double_free.c" >&2
    exit 1
fi
grep -q analyzer-double-free "$found/double_free"
git ls-files 'server/*.c' | sed "s#^#$PWD/#" | xargs -P 2 -n 1 tests/analyzers/analyze "$PWD/build/release/compile_commands.json"
echo "gcc -fanalyzer: nothing found"
cppcheck --quiet --error-exitcode=1 -j 2 --enable=warning,performance,portability --cppcheck-build-dir="$found" \
    --library=tests/analyzers/cppcheck.cfg --suppressions-list=tests/analyzers/cppcheck.txt \
    --project=build/release/compile_commands.json --file-filter='server/*'
echo "cppcheck: nothing found"
