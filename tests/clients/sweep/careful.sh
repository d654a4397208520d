#!/bin/sh
# The same sync by a script that expects trouble: after a lost answer it looks for a job that runs before it asks for
# another, a poll that fails is tried again, and what it gives up it cancels.
set -eu
connection='"c0000000-0000-4000-8000-000000000003"'

# once PATH BODY FILTER: what the filter finds in the reply; fails where there is no such answer.
once() {
    reply=$(curl -fsS -m 2 -u airbyte:password -H 'Content-Type: application/json' -d "$2" "$FAKEBYTE_URL/api/v1/$1") || return 1
    echo "$reply" | jq -er "$3"
}

# patiently PATH BODY FILTER: the same, five times if need be.
patiently() {
    for _ in 1 2 3 4 5; do
        once "$@" && return 0
        sleep 0.6
    done
    return 1
}

running='[.jobs[].job | select(.status == "running" or .status == "pending" or .status == "incomplete") | .id][0] // "none"'
job=$(once connections/sync "{\"connectionId\": $connection}" .job.id) || job=none
while [ "$job" = none ]; do
    job=$(patiently jobs/list "{\"configTypes\": [\"sync\"], \"configId\": $connection}" "$running")
    [ "$job" != none ] || job=$(once connections/sync "{\"connectionId\": $connection}" .job.id) || job=none
done
status=running
while [ "$status" = running ] || [ "$status" = pending ] || [ "$status" = incomplete ]; do
    sleep 0.6
    status=$(patiently jobs/get "{\"id\": $job}" .job.status) || {
        patiently jobs/cancel "{\"id\": $job}" .job.status
        exit 1
    }
done
[ "$status" = succeeded ]
