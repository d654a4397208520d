#!/bin/sh
# The page in headless Chromium, against a server of its own with the demo: run.sh FAKEBYTE [FOLDER-FOR-PICTURES]
set -eu
fakebyte=$1
pictures=${2:-}
cd "$(dirname "$0")"
for tool in chromium npm node; do
    if ! command -v "$tool" >/dev/null; then
        echo "skipped: $tool is not there (packages: $(tr '\n' ' ' <packages.txt))"
        exit 0
    fi
done
. ../clients/client.sh
if [ ! -d node_modules/playwright-core ] && ! npm ci --no-audit --no-fund --silent; then
    echo "skipped: the packages of package-lock.json cannot be had here"
    exit 0
fi
serve "$fakebyte" --fixture ../../fixtures/demo.json --clock 2026-03-02T12:00:00Z --rng-seed 7
timeout 100 node page.mjs "http://127.0.0.1:$port" "$scratch/browser" "${pictures:-$scratch}"
