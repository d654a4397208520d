#!/bin/sh
# Lines and branches of server/ that the tests reach; fewer than 95 % and 85 % fail. Lines that none does are listed, and
# kept in build/coverage/uncovered.txt.
set -eu
cd "$(dirname "$0")/.."
. server/install.sh
mkdir -p build/coverage
echo gcovr >build/coverage/packages.txt
install_packages server/packages.txt tests/packages.txt build/coverage/packages.txt
cmake --preset coverage >/dev/null
cmake --build --preset coverage
find build/coverage -name '*.gcda' -delete
ctest --preset coverage -j 2
gcovr --root . --filter server/ --exclude server/build/ --exclude server/main.c --object-directory build/coverage \
    --txt build/coverage/uncovered.txt --json-summary build/coverage/summary.json --print-summary \
    --fail-under-line 95 --fail-under-branch 85 build/coverage || status=$?
grep -v ' 100%' build/coverage/uncovered.txt
exit "${status:-0}"
