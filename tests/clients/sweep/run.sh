#!/bin/sh
# A sweep over a careless and a careful script of curl: the one leaves jobs behind, the other gets by. run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
for tool in curl jq; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not here"; exit 0; }
done

# swept SCRIPT STATUS: what the sweep prints, which ends with that status.
swept() {
    status=0
    "$fakebyte" sweep --fixture ../../../fixtures/demo.json --slow 1 --report "$scratch/report.xml" -- sh "$1" \
        >"$scratch/table" 2>"$scratch/errors" || status=$?
    [ "$status" = "$2" ] || { echo "$1: exit status $status, not $2"; cat "$scratch/table" "$scratch/errors"; exit 1; }
}

# row WORDS: a row of the table.
row() {
    grep -Eq "$1" "$scratch/table" || { echo "no $1 in"; cat "$scratch/table"; exit 1; }
}

swept careless.sh 3
row '^POST /v1/connections/sync +failed +failed, job +survived +failed +failed +failed, job'
row '^POST /v1/jobs/get +failed, job +failed, job +survived +failed, job +failed, job +failed, job'
row '^job-left-running: Job [0-9]+ of Shop to files is still running: nobody waited for its end.'
grep -q '<testsuite name="POST /v1/jobs/get, 500 before" tests="1" failures="1">' "$scratch/report.xml"

swept careful.sh 0
row '^POST /v1/connections/sync +survived +survived +survived +survived +survived +survived'
row '^POST /v1/jobs/get +survived +survived +survived +survived +survived +survived'

echo "sweep: the careless script leaves jobs behind, the careful one survives $(head -1 "$scratch/table" | cut -d' ' -f1) runs"
