#!/bin/sh
# Airflow's Airbyte operator, unmodified, meets success, failure, a timeout, 500s and a lost answer: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
python_environment airflow
serve "$fakebyte" --sync-duration 2
AIRFLOW_HOME=$scratch/home AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__LOGGING__LOGGING_LEVEL=CRITICAL \
    PYTHONPATH=.. PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore \
    "$environment/bin/python" sync.py "$port"
