#!/bin/sh
# static.sh: builds build/image/fakebyte, the static binary that the image and all carriers hold, on Debian bookworm and
# without a container. The libraries are kept in build/musl. Reads source packages through lists of its own, so that the
# machine's apt settings stay as they are.
set -eu
cd "$(dirname "$0")/.."
. server/install.sh
[ "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" = bookworm ] || {
    echo "the static binary is built on Debian bookworm only; elsewhere: docker build --target package" >&2
    exit 3
}
install_packages server/packages.txt docker/packages.txt

prefix=$PWD/build/musl
if ! [ -f "$prefix/done" ] || [ docker/sources.sha256 -nt "$prefix/done" ] || [ docker/build-libraries.sh -nt "$prefix/done" ]; then
    rm -rf "$prefix"
    mkdir -p "$prefix/apt/lists" "$prefix/apt/parts"
    for list in /etc/apt/sources.list.d/*.sources; do
        sed 's/^Types: deb$/Types: deb deb-src/' "$list" >"$prefix/apt/parts/$(basename "$list")"
    done
    cat >"$prefix/apt/conf" <<END
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$prefix/apt/parts";
Dir::State::Lists "$prefix/apt/lists";
END
    APT_CONFIG=$prefix/apt/conf apt-get update -qq
    APT_CONFIG=$prefix/apt/conf sh docker/build-libraries.sh "$prefix"
    touch "$prefix/done"
fi
cmake --preset image -D FAKEBYTE_LIBRARIES="$prefix" >/dev/null
cmake --build --preset image
