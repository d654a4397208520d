#!/bin/sh
# test.sh [BINARY]: builds the carriers, installs each built file into an empty environment, and runs a suite there: no
# compiler, no clone. What is not at hand is skipped, with a line that says so. Prints sizes and seconds.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
sh packages/build.sh "$@"
built=$root/build/packages
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
export FIXTURE="$root/fixtures/demo.json"
export FAKEBYTE_TEST_OPTIONS="--fixture $FIXTURE"
unset FAKEBYTE || :

at_hand() {
    command -v "$1" >/dev/null && return 0
    echo "$2: skipped: $1 is not here"
    return 1
}

# timed NAME COMMAND...: runs it and says how long it took.
timed() {
    name=$1
    shift
    began=$(date +%s%3N)
    "$@"
    echo "$name: passed in $(($(date +%s%3N) - began)) ms"
}

test_python() {
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install -q --disable-pip-version-check "$built"/fakebyte-*.whl pytest pytest-xdist mypy
    cp -r packages/python/tests "$work/python"
    printf '[pytest]\nairbyte_fixture = demo.json\n' >"$work/python/pytest.ini"
    cp "$FIXTURE" "$work/python/demo.json"
    "$work/venv/bin/fakebyte" version
    (cd "$work/python" && timed "pytest, two workers" "$work/venv/bin/python" -m pytest -q -n 2 -p no:cacheprovider)
    "$work/venv/bin/mypy" --strict --python-executable "$work/venv/bin/python" -p fakebyte "$work/python/test_airbyte.py" 2>/dev/null ||
        "$work/venv/bin/mypy" --strict --python-executable "$work/venv/bin/python" -p fakebyte
}

test_npm() {
    mkdir "$work/npm"
    cp packages/npm/test/* "$work/npm/"
    (
        cd "$work/npm"
        echo '{"private": true, "type": "module"}' >package.json
        npm install --silent --no-audit --no-fund "$built"/npm/*.tgz vitest@1 typescript@5 @types/node@20
        npx fakebyte version
        timed "node:test" node --test orders.test.js
        timed "vitest" npx vitest run orders.vitest.js --config vitest.config.js
        npx tsc --noEmit --strict --module nodenext --moduleResolution nodenext --target es2022 --skipLibCheck use.ts
    )
}

test_go() {
    mkdir "$work/go"
    sed 's/^package fakebytetest$/package suite/; s/^import (/import (\n\t. "fakebyte.dev\/fakebytetest"/' packages/go/fakebytetest_test.go >"$work/go/suite_test.go"
    (
        cd "$work/go"
        export GOFLAGS=-mod=mod GOPROXY="file://$built/go" GONOSUMDB=fakebyte.dev GONOSUMCHECK=1 GOFLAGS=-mod=mod GOPATH="$work/gopath" GONOSUMDB='*' GOSUMDB=off
        go mod init example.com/suite 2>/dev/null
        go get fakebyte.dev/fakebytetest@latest 2>/dev/null
        FAKEBYTE=$work/binary timed "Go" go test -count=1 ./...
    )
    (cd packages/go/container && go vet ./... && go test -count=1 ./...)
}

test_java() {
    rm -rf "$HOME/.m2/repository/dev/fakebyte" # kept from another build of this version
    mkdir -p "$work/java/src/test/java/dev/fakebyte"
    cp packages/java/junit5/src/test/java/dev/fakebyte/*.java "$work/java/src/test/java/dev/fakebyte/"
    version=$(ls "$built/maven/dev/fakebyte/fakebyte-junit5" | grep -v xml)
    sed "s/VERSION/$version/; s|REPOSITORY|file:$built/maven|" packages/java/user.xml >"$work/java/pom.xml"
    timed "JUnit" mvn -q -B -f "$work/java" test
    (cd "$work" && timed "Testcontainers' module" mvn -q -B -f "$root/packages/java" -DbuildFolder="$work/testcontainers" \
        -pl testcontainers -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest='FakebyteContainerTest')
}

install -m 755 "${1:-build/image/fakebyte}" "$work/binary"
! at_hand python3 Python || test_python
! at_hand npm npm || test_npm
! at_hand go Go || test_go
! at_hand mvn Java || test_java
