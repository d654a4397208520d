#!/bin/sh
# A Python client made by openapi-generator of the served document walks from nothing to deleted: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
. ../../../server/install.sh
echo default-jre-headless >"$scratch/java"
command -v java >/dev/null || install_packages "$scratch/java" || true
if ! command -v java >/dev/null; then
    echo "skipped: openapi-generator needs Java, which is not here"
    exit 0
fi
python_environment generated
code=$environment/code
rm -rf "$code"
"$fakebyte" openapi >"$scratch/openapi.json"
"$environment/bin/openapi-generator-cli" generate -g python -i "$scratch/openapi.json" -o "$code" \
    --package-name airbyte_api --global-property apiTests=false,modelTests=false,apiDocs=false,modelDocs=false \
    >"$scratch/generator.log" 2>&1 || { cat "$scratch/generator.log"; exit 1; }
serve "$fakebyte" --check-replies --sync-duration 2
PYTHONPATH=..:$code PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" walk.py "$port"
