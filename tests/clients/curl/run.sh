#!/bin/sh
# What the set-up step of an orchestrator's CI does, with curl and jq: wait for the server, make a connection, sync it,
# poll until the end, look at what a second sync is told. run.sh FAKEBYTE
set -eu
fakebyte=$1
cd "$(dirname "$0")"
. ../client.sh
if ! command -v jq >/dev/null; then
    echo "skipped: jq is not here"
    exit 0
fi
serve "$fakebyte" --sync-duration 1
base=http://127.0.0.1:$port

# ask PATH [BODY]: the reply's body; ends the script where the status is an error.
ask() {
    curl -fsS -u airbyte:password -H 'Content-Type: application/json' -d "${2:-{\}}" "$base$1"
}

# status_of PATH BODY: the status alone.
status_of() {
    curl -sS -o /dev/null -w '%{http_code}' -u airbyte:password -H 'Content-Type: application/json' -d "$2" "$base$1"
}

# equal WHAT EXPECTED FOUND
equal() {
    [ "$2" = "$3" ] || { echo "$1: expected $2, found $3" >&2; exit 1; }
}

# count PATH: the requests to it that the server's log holds.
count() {
    ask /__admin/requests/count "{\"match\": {\"path\": \"$1\"}}" | jq .count
}

curl -fsS --retry 30 --retry-connrefused --retry-delay 1 "$base/api/v1/health" -u airbyte:password | jq -e .available \
    >/dev/null
equal "health without credentials" 401 "$(curl -sS -o /dev/null -w '%{http_code}' "$base/api/v1/health")"
curl -fsS -X PUT -u airbyte:password -H 'Content-Type: application/json' -d '{"mode": "skip"}' "$base/__admin/clock" >/dev/null

workspace=$(ask /api/v1/workspaces/list | jq -r '.workspaces[0].workspaceId')
source_definition=$(ask /api/v1/source_definitions/list |
    jq -r '.sourceDefinitions[] | select(.dockerRepository == "airbyte/source-faker") | .sourceDefinitionId')
destination_definition=$(ask /api/v1/destination_definitions/list |
    jq -r '.destinationDefinitions[] | select(.name == "Local JSON") | .destinationDefinitionId')
source=$(ask /api/v1/sources/create "$(jq -n --arg w "$workspace" --arg d "$source_definition" \
    '{workspaceId: $w, sourceDefinitionId: $d, name: "CI source", connectionConfiguration: {count: 100}}')" |
    jq -r .sourceId)
destination=$(ask /api/v1/destinations/create "$(jq -n --arg w "$workspace" --arg d "$destination_definition" \
    '{workspaceId: $w, destinationDefinitionId: $d, name: "CI destination",
      connectionConfiguration: {destination_path: "/ci"}}')" | jq -r .destinationId)
for kind in source destination; do
    eval "id=\$$kind"
    equal "check of the $kind" succeeded "$(ask "/api/v1/${kind}s/check_connection" "{\"${kind}Id\": \"$id\"}" | jq -r .status)"
done
catalog=$(ask /api/v1/sources/discover_schema "{\"sourceId\": \"$source\"}" |
    jq '.catalog | .streams |= map(.config += {syncMode: "full_refresh", destinationSyncMode: "overwrite"})')
connection=$(ask /api/v1/connections/create "$(jq -n --arg s "$source" --arg d "$destination" --argjson c "$catalog" \
    '{sourceId: $s, destinationId: $d, name: "CI", status: "active", scheduleType: "manual", syncCatalog: $c}')" |
    jq -r .connectionId)

job=$(ask /api/v1/connections/sync "{\"connectionId\": \"$connection\"}" | jq .job.id)
equal "a second sync" 409 "$(status_of /api/v1/connections/sync "{\"connectionId\": \"$connection\"}")"
status=running
polls=0
while [ "$status" = running ] && [ "$polls" -lt 10 ]; do
    status=$(ask /api/v1/jobs/get "{\"id\": $job}" | jq -r .job.status)
    polls=$((polls + 1))
done
equal "the job" succeeded "$status"
equal "polls until the end" 2 "$polls"
records=$(ask /api/v1/jobs/get "{\"id\": $job}" | jq '.attempts[-1].attempt.recordsSynced')
[ "$records" -gt 0 ] || { echo "no records" >&2; exit 1; }
equal "calls of sync" 2 "$(count /v1/connections/sync)"

ask /api/v1/connections/delete "{\"connectionId\": \"$connection\"}"
equal "connections that are left" 0 "$(ask /api/v1/connections/list "{\"workspaceId\": \"$workspace\"}" | jq '.connections | length')"
echo "curl: job $job $status after $polls polls, $records records"
