#!/bin/sh
# Builds fakebyte and starts it with the demo fixture; arguments are passed on. Installs what is missing.
set -eu
cd "$(dirname "$0")/.."
. server/install.sh
install_packages server/packages.txt
cmake --preset release >/dev/null
cmake --build --preset release
echo "Try it, when it is ready:"
echo "  curl -u airbyte:password -X POST http://127.0.0.1:${FAKEBYTE_PORT:-8000}/api/v1/workspaces/list"
exec build/release/fakebyte --fixture fixtures/demo.json "$@"
