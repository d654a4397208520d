#!/bin/sh
# Builds the image without a Docker engine, twice, and runs it from its unpacked root: unprivileged, read-only, as
# process 1. Minutes long, so it belongs to `tests/run.sh --long`. The base image is made once, of this machine's
# archive, and kept below build/containers.
set -eu
cd "$(dirname "$0")/.."
. server/install.sh
. tests/delivery/report.sh

unmet=
[ "$(id -u)" -eq 0 ] || unmet="root is needed to unpack a root file system"
[ "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" = bookworm ] || unmet="this machine's archive is not Debian bookworm's"
if [ -n "$unmet" ]; then
    echo "skipped: $unmet"
    exit 0
fi
install_packages tests/image-packages.txt

base=docker.io/library/debian:bookworm-slim
store=$PWD/build/containers
work=$(mktemp -d)
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
server=
containers=
mkdir -p "$store"

image_tool() {
    buildah --root "$store/root" --runroot "$store/run" "$@"
}

finish() {
    [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || :
    for container in $containers; do
        image_tool rm "$container" >/dev/null 2>&1 || :
    done
    rm -rf "$work"
}
trap finish EXIT

# Settings of apt that no package brought, such as how the archive is reached from here.
copy_apt_settings() {
    rm -f "$1/etc/apt/sources.list"
    cp /etc/apt/sources.list.d/*.sources "$1/etc/apt/sources.list.d/"
    for file in /etc/apt/apt.conf.d/*; do
        dpkg -S "$file" >/dev/null 2>&1 || cp "$file" "$1/etc/apt/apt.conf.d/"
    done
    if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
        install -D -m 644 -t "$1/etc/ssl/certs" /etc/ssl/certs/ca-certificates.crt
    fi
}

make_base() {
    image_tool images -q "$base" >/dev/null 2>&1 && return
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
    debootstrap --variant=minbase bookworm "$work/base" "$mirror" >"$work/debootstrap.log"
    copy_apt_settings "$work/base"
    container=$(image_tool from scratch)
    image_tool add --quiet "$container" "$work/base" / >/dev/null
    image_tool commit --quiet --rm "$container" "$base" >/dev/null
    rm -rf "$work/base"
}

build_image() {
    image_tool build --quiet --pull-never --no-cache --format docker --timestamp 0 --file docker/Dockerfile --tag "$1" . \
        >"$work/build.log" 2>&1 || fail "the build: $(tail -n 20 "$work/build.log")"
}

# unpack IMAGE: sets `root` to its unpacked root.
unpack() {
    container=$(image_tool from --pull-never "$1")
    containers="$containers $container"
    root=$(image_tool mount "$container")
}

# inside USER:GROUP COMMAND...: in the root, read-only but for /data, as process 1 of its own.
inside() {
    user=$1
    shift
    exec unshare --mount --pid --fork --kill-child sh -c '
        mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && mount --bind "$2" "$1/data" &&
        shift 2 && exec chroot --groups= "$@"' sh "$root" "$work/data" --userspec="$user" "$root" "$@"
}

# start USER:GROUP OPTION...: sets `server` (process 1 as seen from here) and waits for the ready line.
start() {
    who=$1
    shift
    : >"$work/out"
    begun=$(date +%s%N)
    (FAKEBYTE_HOST=0.0.0.0 FAKEBYTE_ALLOWED_HOSTS="*" inside "$who" /fakebyte --port "$port" "$@" >"$work/out" 2>"$work/err") &
    starter=$!
    tries=0
    until grep -q '^fakebyte ready on ' "$work/out"; do
        tries=$((tries + 1))
        [ $tries -lt 500 ] || fail "no ready line: $(cat "$work/err")"
        sleep 0.01
    done
    ready=$((($(date +%s%N) - begun) / 1000000))
    server=$(pgrep -P "$starter")
}

# stop: SIGTERM must end it with status 0; sets `stopped` to the ms it took.
stop() {
    begun=$(date +%s%N)
    kill -TERM "$server"
    status=0
    wait "$starter" || status=$?
    server=
    stopped=$((($(date +%s%N) - begun) / 1000000))
    [ $status -eq 0 ] || fail "SIGTERM gave status $status"
}

healthy() {
    (inside "$1" /fakebyte healthcheck --port "$port") || fail "the health check says no as $1"
}

recorded() {
    image_tool inspect --type image "$1" | jq -c ".Docker.config | $2"
}

expect_recorded() {
    got=$(recorded fakebyte "$1")
    [ "$got" = "$2" ] || fail "the image's $1 is $got, not $2"
}

# Not even root can have a file in the root file system, where it would find a port that is taken otherwise.
expect_read_only() {
    if (inside 0:0 /fakebyte --db /state.db --host 192.0.2.1 >"$work/out" 2>"$work/err"); then
        fail "it listens on an address of others"
    fi
    grep -q '/state.db: unable to open database file' "$work/err" || fail "not read-only: $(cat "$work/err")"
}

make_base
begun=$(date +%s)
build_image fakebyte
report "build" "$(($(date +%s) - begun)) s"

expect_recorded .User '"65532:65532"'
expect_recorded .Entrypoint '["/fakebyte"]'
expect_recorded .Healthcheck.Test '["CMD","/fakebyte","healthcheck"]'
expect_recorded '.ExposedPorts | keys' '["8000/tcp"]'
expect_recorded '.Env | map(select(startswith("FAKEBYTE_")))' '["FAKEBYTE_HOST=0.0.0.0","FAKEBYTE_ALLOWED_HOSTS=*"]'
expect_recorded '.Labels["org.opencontainers.image.title"]' '"fakebyte"'
expect_recorded '.Labels["org.opencontainers.image.version"]' "\"$(sed -n 's/^project.*VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)\""

unpack fakebyte
first=$(sha256sum "$root/fakebyte" | cut -d ' ' -f 1)
readelf -d "$root/fakebyte" | grep -q 'no dynamic section' || fail "the binary is not static"
[ "$(stat -c %a "$root/data")" = 1777 ] || fail "/data is not for everybody"
size=$(tar -C "$root" -c . | gzip -9 | wc -c)
report "size" "$(stat -c %s "$root/fakebyte") bytes of binary, $size bytes compressed"
[ "$size" -le 3145728 ] || fail "the image is larger than 3 MiB compressed"

mkdir "$work/data"
chmod 1777 "$work/data"
expect_read_only
report "read-only" "the root file system, even for root"
port=$(free_port)
start 65532:65532
report "start" "$ready ms to the ready line"
healthy 65532:65532
python3 tests/delivery/sync.py "http://127.0.0.1:$port"
python3 tests/delivery/requests.py "http://127.0.0.1:$port" 100000
peak=$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$server/status")
report "memory" "$peak kB at most after 100,000 requests"
[ "$peak" -le 32768 ] || fail "more than 32 MB"
stop
report "stop" "$stopped ms after SIGTERM"

start 1234:0 --db /data/fakebyte.db
healthy 1234:0
python3 tests/delivery/sync.py "http://127.0.0.1:$port"
stop
[ "$(stat -c %u "$work/data/fakebyte.db")" = 1234 ] || fail "no database in /data"
report "any user" "1234:0 keeps its state in /data"

build_image fakebyte-again
unpack fakebyte-again
second=$(sha256sum "$root/fakebyte" | cut -d ' ' -f 1)
report "digests" "$first $second"
[ "$first" = "$second" ] || fail "two builds gave different binaries"
