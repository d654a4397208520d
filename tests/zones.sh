#!/bin/sh
# The time zones of the tree are those that the machine's tzdata would give, where both are of one release.
set -eu
cd "$(dirname "$0")/.."
zoneinfo=/usr/share/zoneinfo
here=$(sed -n 's/^# tzdata //p' server/base/zones.txt)
there=$(sed -n 's/^# version //p' "$zoneinfo/tzdata.zi" 2>/dev/null || true)
if [ "$here" != "$there" ] || [ ! -d "$zoneinfo/US" ]; then
    echo "skipped: the tree has tzdata $here, the machine ${there:-none}; both must be complete and of one release"
    exit 0
fi
cmake --preset dev >/dev/null
cmake --build --preset dev --target fakebyte-zones >/dev/null
build/dev/server/fakebyte-zones "$zoneinfo" build/zones.txt
cmp build/zones.txt server/base/zones.txt
echo "time zones: tzdata $here"
