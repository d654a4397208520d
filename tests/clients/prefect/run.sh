#!/bin/sh
# prefect-airbyte, unmodified, creates, triggers and awaits a sync: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
python_environment prefect
serve "$fakebyte" --sync-duration 2
PREFECT_HOME=$scratch/home PREFECT_LOGGING_LEVEL=ERROR PREFECT_API_ENABLE_HTTP2=false \
    "$environment/bin/python" sync.py "$port"
