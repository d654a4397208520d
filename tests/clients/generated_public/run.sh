#!/bin/sh
# A Python client made by openapi-generator of the public API's document walks from nothing to deleted: run.sh FAKEBYTE
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
python_environment generated_public
code=$environment/code
rm -rf "$code"
"$fakebyte" openapi --public >"$scratch/openapi.json"
"$environment/bin/openapi-generator-cli" generate -g python -i "$scratch/openapi.json" -o "$code" \
    --package-name airbyte_public --global-property apiTests=false,modelTests=false,apiDocs=false,modelDocs=false \
    >"$scratch/generator.log" 2>&1 || { cat "$scratch/generator.log"; exit 1; }
serve "$fakebyte" --check-replies --sync-duration 2 --auth both
PYTHONPATH=..:$code PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore "$environment/bin/python" walk.py "$port"
