#!/bin/sh
# What Terraform's Airbyte provider asks, by its HTTP sequence: apply, an empty plan, a change, destroy: run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
serve "$fakebyte" --auth token
PYTHONPATH=.. PYTHONDONTWRITEBYTECODE=1 python3 apply.py "$port"
