#!/bin/sh
# Mixed load for that long on a server that must not grow: soak.sh [SECONDS]
set -eu
cd "$(dirname "$0")/.."
PYTHONDONTWRITEBYTECODE=1 python3 siege/soak.py "$(realpath ../build/release/fakebyte)" "${1:-600}"
