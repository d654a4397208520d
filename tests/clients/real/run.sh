#!/bin/sh
# Reading an Airbyte of one's own, which stands behind https: import, a certificate that nobody knows, an import that is
# stopped and goes on, compare, a recording that is replayed. run.sh FAKEBYTE
set -eu
fakebyte=$(realpath "$1")
cd "$(dirname "$0")"
. ../client.sh
if ! command -v openssl >/dev/null; then
    echo "skipped: openssl is not here"
    exit 0
fi
serve "$fakebyte" --demo
front=
trap '[ -z "$front" ] || kill "$front" 2>/dev/null || true; end' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout "$scratch/key.pem" -out "$scratch/cert.pem" 2>/dev/null
python3 tls.py "$scratch/cert.pem" "$scratch/key.pem" "$port" "$scratch/front-port" &
front=$!
for _ in $(seq 100); do
    [ -s "$scratch/front-port" ] && break
    sleep 0.1
done
url=https://airbyte:password@localhost:$(cat "$scratch/front-port")
cd "$scratch"

# says WHAT COMMAND...: the command's output must hold the text; its exit status is $status.
says() {
    text=$1
    shift
    status=0
    "$@" >said 2>&1 || status=$?
    grep -qF -- "$text" said || { echo "\"$text\" is not in the output of $*:" >&2; cat said >&2; exit 1; }
}

# ends STATUS
ends() {
    [ "$status" = "$1" ] || { echo "exit status $status instead of $1:" >&2; cat said >&2; exit 1; }
}

if "$fakebyte" import "$url" x.json 2>&1 | grep -q 'has no TLS'; then
    echo "skipped: this build has no TLS"
    exit 0
fi
says "nobody answers" "$fakebyte" import "$url" x.json
ends 1
[ ! -e x.json ] && [ ! -e x.json.partial ]
says "connections 3" "$fakebyte" import --ca-file cert.pem "$url"
ends 0
"$fakebyte" validate airbyte.json >/dev/null
says "airbyte.json is there already" "$fakebyte" import --ca-file cert.pem "$url"
ends 1

curl -fsS -u airbyte:password -d '{"match": {"path": "/v1/state/get"}, "delayMs": 20000}' \
    "http://127.0.0.1:$port/__admin/faults" >/dev/null
"$fakebyte" import "http://localhost:$port" stopped.json 2>said &
import=$!
for _ in $(seq 100); do
    grep -qs connections/list stopped.json.partial && break
    sleep 0.1
done
kill -INT "$import"
wait "$import" && exit 1
grep -q 'what was read is kept in stopped.json.partial' said
curl -fsS -u airbyte:password -X DELETE "http://127.0.0.1:$port/__admin/faults" >/dev/null
says "connections 3" "$fakebyte" import "http://localhost:$port" stopped.json
ends 0
[ ! -e stopped.json.partial ]

says "0 of 14 answers differ" "$fakebyte" compare --ca-file cert.pem --record recorded.jsonl "$url"
ends 0
says "0 of 14 answers differ" "$fakebyte" compare recorded.jsonl
ends 0
says "0 of 14 answers differ" "$fakebyte" compare --fixture airbyte.json recorded.jsonl
ends 0
{
    head -n 1 recorded.jsonl
    printf '%s\n' '{"method":"POST","path":"/api/v1/workspaces/create","body":{"name":"W"},"status":200}' \
        '{"method":"POST","path":"/api/v1/workspaces/get_by_slug","body":{"slug":"w"},"status":200,"response":{"name":"V"}}'
} >own.jsonl
says '/name: "V" there, "W" here' "$fakebyte" compare --fixture airbyte.json own.jsonl
says "only here" "$fakebyte" compare --airbyte 2.0 recorded.jsonl
ends 1
grep -q '"password":"\*\*\*' recorded.jsonl
! grep -q 'db.acme.example' recorded.jsonl
echo "real: import, an unknown certificate, going on, compare, a recording"
