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

# compare TITLE REFERENCE [--base PREFIX], of the document and the traffic in build/comparison.
compare() {
    title=$1 reference=../shared/reference/$2
    shift 2
    folder=build/comparison
    python3 ../shared/tools/compare_openapi.py "$reference" "$folder/$title.json" >"$folder/$title document" || true
    python3 ../shared/tools/check_traffic.py --all "$@" "$reference" "$folder/$title.jsonl" >"$folder/$title traffic" || true
}

compare_with_reference() {
    if [ ! -d ../shared/reference/today ]; then
        echo "skipped: the reference documents are not there"
        return
    fi
    mkdir -p build/comparison
    for release in 0.40 0.63 1.5 2.0; do
        build/release/fakebyte openapi --airbyte "$release" >"build/comparison/$release.json"
        # All but the page.
        grep -hEv '"path":"(/sandboxes/[^/"]*)?/"' "build/dev/tests/traffic/$release"/*.jsonl >"build/comparison/$release.jsonl"
    done
    build/release/fakebyte openapi --public >build/comparison/public.json
    cat build/comparison/?.*.jsonl >build/comparison/public.jsonl
    compare 0.40 config-api.yaml
    for release in 0.63 1.5 2.0; do
        compare "$release" "today/config-api-$release.yaml"
    done
    compare public today/public-api.yaml --base /public/v1
    python3 tests/known_differences.py build/comparison/*" document" build/comparison/*" traffic"
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
    step "Break: a store that is found damaged on the way"
    sh tests/break.sh
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
    step "Long: break"
    sh tests/break.sh $(seq 3 30)
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
