#!/bin/sh
# Lines and branches of server/ that the tests reach, and the list of lines that none does: build/coverage/uncovered.txt
set -eu
cd "$(dirname "$0")/.."
. server/install.sh
mkdir -p build/coverage
echo gcovr >build/coverage/packages.txt
install_packages build/coverage/packages.txt || true
if ! command -v gcovr >/dev/null; then
    echo "skipped: gcovr is not here"
    exit 0
fi
cmake --preset coverage >/dev/null
cmake --build --preset coverage
find build/coverage -name '*.gcda' -delete
ctest --preset coverage --output-on-failure
gcovr --root . --filter server/ --exclude server/image/ --exclude server/main.c --object-directory build/coverage \
    --txt build/coverage/uncovered.txt --json-summary build/coverage/summary.json --print-summary build/coverage
cat build/coverage/uncovered.txt
