#!/bin/sh
# A Python client made by openapi-generator of the public API's document walks from nothing to deleted: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
generated_client "$fakebyte" generated_public airbyte_public --public
serve "$fakebyte" --check-replies --sync-duration 2 --auth both
PYTHONPATH=..:$code PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore "$environment/bin/python" walk.py "$port"
