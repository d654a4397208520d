#!/bin/sh
# Airbyte's Python SDK of 2024, unmodified, every method that it has: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
python_environment sdk_old
serve "$fakebyte" --sync-duration 2 --auth both
PYTHONPATH=.. PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" ../sdk_walk.py "$port"
