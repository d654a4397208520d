#!/bin/sh
# The page in headless Chromium, against a server of its own with the demo: run.sh FAKEBYTE [FOLDER-FOR-PICTURES]
set -eu
fakebyte=$1
pictures=${2:-}
cd "$(dirname "$0")"
. ../clients/client.sh
. ../../server/install.sh

# have TOOL PACKAGE: installs it where it is missing; skips the test where it cannot be had.
have() {
    echo "$2" >"$scratch/package"
    command -v "$1" >/dev/null || install_packages "$scratch/package" || true
    command -v "$1" >/dev/null && return
    echo "skipped: $1 is not there (package: $2)"
    exit 0
}
have chromium chromium
have node nodejs
have npm npm
if [ ! -d node_modules/playwright-core ] && ! npm ci --no-audit --no-fund --silent; then
    echo "skipped: the packages of package-lock.json cannot be had here"
    exit 0
fi
serve "$fakebyte" --fixture ../../fixtures/demo.json --clock 2026-03-02T12:00:00Z --rng-seed 7
timeout 200 node page.mjs "http://127.0.0.1:$port" "$scratch/browser" "${pictures:-$scratch}"
timeout 60 node strangers.mjs "http://127.0.0.1:$port" "$scratch/strangers"
kill "$server"
wait "$server" || :
server= # restart.mjs serves on its port
timeout 60 node restart.mjs "$fakebyte" "$port" "$scratch/restart"
