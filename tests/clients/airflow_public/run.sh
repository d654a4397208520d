#!/bin/sh
# Airflow's Airbyte provider of today, unmodified, over the public API: operator, sensor and trigger: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
python_environment airflow_public
serve "$fakebyte" --sync-duration 2 --auth both
AIRFLOW_HOME=$scratch/home AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__LOGGING__LOGGING_LEVEL=CRITICAL \
    PYTHONPATH=.. PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore \
    "$environment/bin/python" sync.py "$port"
