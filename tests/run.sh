#!/bin/sh
# Builds everything and runs what belongs in CI; --long adds what takes hours. Installs what is missing, says what it skips.
set -eu
cd "$(dirname "$0")/.."
long=
[ "${1:-}" = --long ] && long=yes
. server/install.sh
install_packages server/packages.txt tests/packages.txt

step() {
    printf '\n== %s\n' "$*"
}

step "Format"
git ls-files '*.c' '*.h' | xargs clang-format --dry-run --Werror

for preset in dev clang; do
    step "Build and test: $preset"
    cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset"
    ctest --preset "$preset" -j 2
done

step "Lint"
# Optimized, the C library's toupper() is a macro of many branches.
git ls-files 'server/*.c' | xargs -P 2 -n 8 clang-tidy --quiet --extra-arg=-O0 -p build/clang

step "Release build"
cmake --preset release >/dev/null
cmake --build --preset release

step "Analyze"
sh tests/analyzers.sh

reference=../shared/reference/config-api.yaml
step "Served document and traffic against the reference"
if [ -f "$reference" ]; then
    build/release/fakebyte openapi >build/openapi.json
    python3 ../shared/tools/compare_openapi.py "$reference" build/openapi.json
    cat build/dev/tests/traffic/*.jsonl | grep -Ev '"path":"(/sandboxes/[^/]*)?/"' >build/traffic.jsonl # all but the page
    python3 ../shared/tools/check_traffic.py --all "$reference" build/traffic.jsonl
else
    echo "skipped: the reference document is not there"
fi

step "Clients, two at a time"
ls -d tests/clients/*/ | xargs -n 1 basename |
    xargs -P 2 -I NAME tests/aside.sh "Client: NAME" sh tests/clients/NAME/run.sh "$PWD/build/release/fakebyte"

step "Page"
sh tests/page/run.sh "$PWD/build/release/fakebyte"

for script in fleet package; do
    step "Delivery: $script"
    sh "tests/$script.sh"
done

step "Crash: 50 times kill -9"
sh tests/crash.sh

step "Torture: one failure at a time"
sh tests/torture.sh

step "Siege"
sh tests/siege.sh

step "Fuzz: 10 s each"
sh tests/fuzz.sh 10

step "Schemathesis"
sh tests/schemathesis.sh 10

if [ -n "$long" ]; then
    step "Long: crash"
    sh tests/crash.sh 1000
    step "Long: torture"
    sh tests/torture.sh 1
    step "Long: fuzz"
    sh tests/fuzz.sh 900
    step "Long: Schemathesis"
    sh tests/schemathesis.sh 100
    step "Long: coverage"
    sh tests/coverage.sh
    step "Long: image"
    sh tests/image.sh
    for script in tests/long/*.sh; do
        [ -f "$script" ] || continue
        step "Long: $(basename "$script")"
        sh "$script"
    done
fi
step "All passed"
