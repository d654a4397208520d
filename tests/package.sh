#!/bin/sh
# Builds the packages, lints the .deb, unpacks both and an installation into throw-away roots, and runs what is there.
set -eu
cd "$(dirname "$0")/.."
. tests/delivery/report.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# installed ROOT COMPLETION: the program and its texts are below ROOT, zsh's completion among them, and it runs.
installed() {
    for file in "$1/bin/fakebyte" "$1/share/man/man1/fakebyte.1.gz" "$1/share/doc/fakebyte/copyright" \
        "$1/share/doc/fakebyte/fakebyte.spdx.json" "$1/share/bash-completion/completions/fakebyte" \
        "$1/$2" "$1/share/fakebyte/fixtures/connectors.json" "$1/share/fakebyte/schema/fixture.json"; do
        [ -s "$file" ] || fail "$file is not there"
    done
    "$1/bin/fakebyte" version | grep -qx "fakebyte $version" || fail "$1/bin/fakebyte is not version $version"
}

# completes WORDS: what bash offers for the last word.
completes() {
    bash -c '. "$1"; COMP_WORDS=($2 ""); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _fakebyte; echo "${COMPREPLY[*]}"' \
        bash "$1" "$2"
}

# without_libcurl PROGRAM: where libcurl cannot be loaded, what needs it says so, and nothing else minds.
without_libcurl() {
    mkdir "$work/broken"
    : >"$work/broken/libcurl.so.4"
    LD_LIBRARY_PATH=$work/broken "$1" version >/dev/null || fail "$1 does not run without libcurl"
    ! LD_LIBRARY_PATH=$work/broken "$1" healthcheck 2>"$work/complaint" || fail "healthcheck passes without libcurl"
    grep -q "libcurl cannot be loaded" "$work/complaint" || fail "healthcheck without libcurl: $(cat "$work/complaint")"
}

for preset in release package; do
    cmake --preset $preset >/dev/null
    cmake --build --preset $preset >/dev/null
done
version=$(sed -n 's/^project.*VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)

DESTDIR=$work/local cmake --install build/release >/dev/null
installed "$work/local/usr/local" share/zsh/site-functions/_fakebyte

(cd build/package && cpack -B "$work/packages" >"$work/cpack.log" 2>&1) || fail "cpack: $(cat "$work/cpack.log")"
mkdir "$work/tar"
tar -C "$work/tar" --strip-components 1 -xzf "$work"/packages/*.tar.gz
installed "$work/tar" share/zsh/vendor-completions/_fakebyte
without_libcurl "$work/tar/bin/fakebyte"
report "tar.gz" "$(stat -c %s "$work"/packages/*.tar.gz) bytes"

if command -v dpkg-deb >/dev/null && ls "$work"/packages/*.deb >/dev/null 2>&1; then
    dpkg-deb -x "$work"/packages/*.deb "$work/deb"
    installed "$work/deb/usr" share/zsh/vendor-completions/_fakebyte
    dpkg-deb -f "$work"/packages/*.deb Depends | grep libmicrohttpd | grep -q libcurl4 ||
        fail "the .deb does not name its libraries"
    report "deb" "$(stat -c %s "$work"/packages/*.deb) bytes"
else
    echo "skipped: the .deb, as dpkg is not installed"
fi

if command -v lintian >/dev/null; then
    findings=$(lintian --allow-root --fail-on error,warning --tag-display-limit 0 "$work"/packages/*.deb) || fail "$findings"
    report "lintian" "${findings:-clean}"
else
    echo "skipped: lintian is not installed"
fi

if command -v man >/dev/null; then
    problems=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z \
        "$work/tar/share/man/man1/fakebyte.1.gz" 2>&1 >/dev/null)
    [ -z "$problems" ] || fail "the manual page: $problems"
else
    echo "skipped: the manual page's check, as man is not installed"
fi
completes "$work/tar/share/bash-completion/completions/fakebyte" "fakebyte help" | grep -qw healthcheck ||
    fail "bash does not complete commands"

python3 tests/delivery/sbom.py "$work/tar/share/doc/fakebyte/fakebyte.spdx.json" "$work/tar/bin/fakebyte"
port=$(free_port)
"$work/tar/bin/fakebyte" --port "$port" >/dev/null 2>&1 &
server=$!
status=0
"$work/tar/bin/fakebyte" healthcheck --wait --timeout 5 --port "$port" &&
    python3 tests/delivery/sync.py "http://127.0.0.1:$port" || status=1
kill "$server"
wait "$server" || status=1
exit $status
