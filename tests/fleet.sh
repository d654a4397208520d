#!/bin/sh
# fleet.sh [BINARY]: three processes of it behind nginx with the fleet's own configuration: each sandbox sticks to its
# replica however it is named, and a replica that dies takes only its own.
set -eu
cd "$(dirname "$0")/.."
. tests/delivery/report.sh
binary=$(realpath "${1:-build/release/fakebyte}")
nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || {
    echo "skipped: nginx is not installed"
    exit 0
}

work=$(mktemp -d)
chmod 755 "$work"

finish() {
    cat "$work"/*.pid 2>/dev/null | xargs -r kill 2>/dev/null || :
    wait
    rm -rf "$work"
}
trap finish EXIT

# start_replica N: sets `address`; a port once chosen is kept.
start_replica() {
    port=$(cat "$work/$1.port" 2>/dev/null || echo 0)
    "$binary" --allowed-hosts fleet --port "$port" --port-file "$work/$1.port" >"$work/$1.out" 2>"$work/$1.err" &
    echo $! >"$work/$1.pid"
    "$binary" healthcheck --wait --timeout 5 --port 0 --port-file "$work/$1.port"
    address=127.0.0.1:$(cat "$work/$1.port")
}

# The configuration as it stands but for addresses and paths of this run.
cp docker/fleet/sandbox.conf "$work/"
edits="s#/tmp/#$work/#; s#error_log stderr#error_log $work/nginx.err#; s#listen 8000#listen unix:$work/fleet.sock#"
for replica in 0 1 2; do
    start_replica $replica
    edits="$edits; s#replica-$replica:8000#$address#"
done
sed "$edits" docker/fleet/nginx.conf >"$work/nginx.conf"
"$nginx" -q -e "$work/nginx.err" -c "$work/nginx.conf" -g 'daemon off;' &
tries=0
until [ -S "$work/fleet.sock" ]; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || fail "nginx does not start: $(cat "$work/nginx.err")"
    sleep 0.02
done

python3 tests/delivery/fleet.py "$work/fleet.sock" before "$work/placed.json"
kill -KILL "$(cat "$work/1.pid")"
dead=127.0.0.1:$(cat "$work/1.port")
python3 tests/delivery/fleet.py "$work/fleet.sock" without "$work/placed.json" "$dead"
start_replica 1
python3 tests/delivery/fleet.py "$work/fleet.sock" again "$work/placed.json"
