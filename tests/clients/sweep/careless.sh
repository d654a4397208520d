#!/bin/sh
# A sync as scripts often do it: started, polled until it is over. What goes wrong on the way ends it, or is not seen.
set -eu
ask() {
    curl -fsS -m 20 -u airbyte:password -H 'Content-Type: application/json' -d "$2" "$FAKEBYTE_URL/api/v1/$1"
}
reply=$(ask connections/sync '{"connectionId": "c0000000-0000-4000-8000-000000000003"}')
job=$(echo "$reply" | jq -e .job.id)
status=running
while [ "$status" = running ]; do
    sleep 0.6
    reply=$(ask jobs/get "{\"id\": $job}")
    status=$(echo "$reply" | jq -r .job.status)
done
[ "$status" = succeeded ]
