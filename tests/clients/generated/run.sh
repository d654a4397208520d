#!/bin/sh
# A Python client made by openapi-generator of the served document walks from nothing to deleted: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
generated_client "$fakebyte" generated airbyte_api
serve "$fakebyte" --check-replies --sync-duration 2
PYTHONPATH=..:$code PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" walk.py "$port"
