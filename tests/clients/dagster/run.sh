#!/bin/sh
# dagster-airbyte's AirbyteWorkspace, unmodified: definitions are loaded, assets materialised over both APIs: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
python_environment dagster
serve "$fakebyte" --sync-duration 1 --auth both
DAGSTER_HOME=$scratch PYTHONPATH=.. PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore \
    "$environment/bin/python" assets.py "$port" 2>"$scratch/log" || { tail -50 "$scratch/log"; exit 1; }
