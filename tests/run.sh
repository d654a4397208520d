#!/bin/sh
# Runs what belongs in CI: run.sh [--long] [PART...], where the parts are lint, test and delivery, and all without a name.
# --long adds what takes hours. Installs what is missing, says what it skips.
set -eu
cd "$(dirname "$0")/.."
long=
parts=
for argument in "$@"; do
    case $argument in
    --long) long=yes ;;
    lint | test | delivery) parts="$parts $argument" ;;
    *)
        echo "run.sh [--long] [lint] [test] [delivery]: no part is called $argument" >&2
        exit 2
        ;;
    esac
done
. server/install.sh
install_packages server/packages.txt tests/packages.txt

step() {
    printf '\n== %s, %s\n' "$(date +%T)" "$*"
}

build() {
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1"
}

run_lint() {
    step "Format"
    git ls-files '*.c' '*.h' | xargs clang-format --dry-run --Werror
    step "Lint"
    cmake --preset clang >/dev/null
    # Optimized, the C library's toupper() is a macro of many branches.
    git ls-files 'server/*.c' | xargs -P 2 -n 8 clang-tidy --quiet --extra-arg=-O0 -p build/clang
    step "Analyze"
    cmake --preset release >/dev/null
    sh tests/analyzers.sh
    step "Time zones"
    sh tests/zones.sh
}

compare_with_reference() {
    reference=../shared/reference/config-api.yaml
    if [ ! -f "$reference" ]; then
        echo "skipped: the reference document is not there"
        return
    fi
    build/release/fakebyte openapi >build/openapi.json
    python3 ../shared/tools/compare_openapi.py "$reference" build/openapi.json
    # All but the page, and the door to the public API, which stands in every release.
    cat build/dev/tests/traffic/0.40/*.jsonl |
        grep -Ev '"path":"(/sandboxes/[^/]*)?(/|/api/v1/applications/token)"' >build/traffic.jsonl
    python3 ../shared/tools/check_traffic.py --all "$reference" build/traffic.jsonl
}

run_test() {
    for preset in dev clang; do
        step "Build and test: $preset"
        build "$preset"
        ctest --preset "$preset" -j 2
    done
    step "Release build"
    build release
    step "Served document and traffic against the reference"
    compare_with_reference
    step "Crash: 50 times kill -9"
    sh tests/crash.sh
    step "Torture: one failure at a time"
    sh tests/torture.sh
    step "Siege"
    sh tests/siege.sh
    step "Fairness: how long others wait"
    sh tests/fairness.sh
    step "Fuzz: 10 s each"
    sh tests/fuzz.sh 10
    step "Schemathesis"
    sh tests/schemathesis.sh 10
}

run_delivery() {
    step "Release build"
    build release
    step "Clients, two at a time"
    ls -d tests/clients/*/ | xargs -n 1 basename |
        xargs -P 2 -I NAME tests/aside.sh "Client: NAME" sh tests/clients/NAME/run.sh "$PWD/build/release/fakebyte"
    step "Page"
    sh tests/page/run.sh "$PWD/build/release/fakebyte"
    for script in fleet package; do
        step "Delivery: $script"
        sh "tests/$script.sh"
    done
    step "README's commands, and the control API's page"
    python3 tests/readme.py "$PWD/build/release/fakebyte"
    python3 docs/control_api.py build/release/fakebyte --check
    step "Documentation site"
    sh tests/site.sh
    step "Carriers"
    sh packages/test.sh build/release/fakebyte
}

run_long() {
    step "Long: crash"
    sh tests/crash.sh 1000
    step "Long: torture"
    sh tests/torture.sh 1
    step "Long: fairness, in large worlds"
    sh tests/fairness.sh --long
    step "Long: fuzz"
    sh tests/fuzz.sh 900
    step "Long: Schemathesis"
    sh tests/schemathesis.sh 100
    step "Long: coverage"
    sh tests/coverage.sh
    step "Long: mutants"
    sh tests/mutate.sh
    step "Long: image"
    sh tests/image.sh
    for script in tests/long/*.sh; do
        step "Long: $(basename "$script")"
        sh "$script"
    done
}

for part in ${parts:-lint test delivery}; do
    "run_$part"
done
[ -z "$long" ] || run_long
step "All passed"
