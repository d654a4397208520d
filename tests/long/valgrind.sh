#!/bin/sh
# Every test of ctest under valgrind's memcheck, built without sanitizers: leaks and bad reads fail it.
# valgrind.sh [OPTION of ctest...]
set -eu
cd "$(dirname "$0")/../.."
. server/install.sh
install_packages server/packages.txt tests/packages.txt
cmake --preset valgrind >/dev/null
cmake --build --preset valgrind
ctest --preset valgrind -j 2 "$@"
