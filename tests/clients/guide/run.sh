#!/bin/sh
# The guide's snippets, each where its runtime is at hand: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
export FAKEBYTE="$fakebyte" FIXTURE="$PWD/../../../fixtures/demo.json"
build=$PWD/../../../build/clients/guide
mkdir -p "$build"

# at_hand TOOL WHAT
at_hand() {
    command -v "$1" >/dev/null && return 0
    echo "$2: skipped: $1 is not here"
    return 1
}

if python3 -c 'import pytest' 2>/dev/null; then
    python3 -m pytest -q -p no:cacheprovider pytest
else
    echo "pytest: skipped: the package is not here"
fi
if at_hand node TypeScript; then
    node --test node/
fi
if at_hand go Go; then
    (cd go && GOFLAGS=-mod=mod go test -count=1 ./...)
fi
if at_hand mvn JUnit; then
    if mvn -q -B -o -f junit -DbuildFolder="$build/junit" test >"$build/junit.log" 2>&1 ||
        mvn -q -B -f junit -DbuildFolder="$build/junit" test >"$build/junit.log" 2>&1; then
        echo "JUnit: passed"
    elif grep -q 'Could not transfer\|Could not resolve\|cannot be reached' "$build/junit.log"; then
        echo "JUnit: skipped: its packages cannot be had here"
    else
        cat "$build/junit.log"
        exit 1
    fi
fi
