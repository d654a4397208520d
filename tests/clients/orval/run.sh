#!/bin/sh
# orval's TypeScript client and zod validators, made of the served document, walk from nothing to deleted: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
node_environment orval
cp ./*.ts tsconfig.json "$environment/"
"$fakebyte" openapi >"$environment/openapi.json"
serve "$fakebyte" --check-replies --sync-duration 2
cd "$environment"
node_modules/.bin/orval --config orval.config.ts >"$scratch/orval.log" 2>&1 || { cat "$scratch/orval.log"; exit 1; }
node_modules/.bin/tsc
node built/walk.js "$port"
