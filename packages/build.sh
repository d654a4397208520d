#!/bin/sh
# build.sh [BINARY]: builds every carrier into build/packages, each around the static binary (built here where none is
# named). Carriers whose tools are not at hand are left out, with a line that says so.
#   fakebyte-*.whl            pip: the binary, the pytest plugin
#   npm/*.tgz                 npm: fakebyte, and the binary's package for this platform
#   go/                       a module proxy's folder with fakebyte.dev/fakebytetest
#   maven/                    a Maven repository with fakebyte-junit5 and fakebyte-testcontainers
set -eu
cd "$(dirname "$0")/.."
root=$PWD
binary=${1:-}
if [ -z "$binary" ]; then
    sh packages/static.sh
    binary=build/image/fakebyte
fi
binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")
version=$("$binary" version | sed 's/^fakebyte //')
python3 packages/generate.py "$binary" --check
out=$root/build/packages
rm -rf "$out"
mkdir -p "$out/npm"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

at_hand() {
    command -v "$1" >/dev/null && return 0
    echo "left out: $2, as $1 is not here"
    return 1
}

if at_hand python3 "the wheel"; then
    python3 -m venv "$work/venv"
    install -D -m 755 "$binary" "$work/bin/fakebyte"
    FAKEBYTE_BINARY=$work/bin/fakebyte "$work/venv/bin/pip" wheel -q --disable-pip-version-check --no-deps -w "$out" packages/python
fi

# stage FOLDER: a copy of an npm package's folder, with the version in it.
stage() {
    cp -r "packages/npm/$1" "$work/$1"
    sed -i "s/\"0\\.0\\.0\"/\"$version\"/g" "$work/$1/package.json"
}

if at_hand npm "npm's packages"; then
    platform=$(node -p 'process.platform + "-" + process.arch')
    stage fakebyte
    stage platform
    sed -i "s/PLATFORM/$platform/; s/\"os\": \[\]/\"os\": [\"${platform%-*}\"]/; s/\"cpu\": \[\]/\"cpu\": [\"${platform#*-}\"]/" \
        "$work/platform/package.json"
    install -D -m 755 "$binary" "$work/platform/bin/fakebyte"
    for folder in fakebyte platform; do
        cp LICENSE "$work/$folder/"
        (cd "$out/npm" && npm pack --silent "$work/$folder" >/dev/null)
    done
fi

python3 packages/go_module.py packages/go "v$version" "$out/go"

if at_hand mvn "the jars"; then
    resource=$out/java/binary/dev/fakebyte/bin/$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m | sed 's/x86_64/amd64/')
    install -D -m 755 "$binary" "$resource/fakebyte"
    mvn -q -B -f packages/java -DbuildFolder="$out/java" -DskipTests deploy \
        -DaltDeploymentRepository="here::file:$out/maven" >"$out/java.log" 2>&1 || { cat "$out/java.log"; exit 1; }
fi
find "$out" \( -name '*.whl' -o -name '*.tgz' -o -name '*.zip' -o -path '*/maven/*.jar' \) -printf '%s bytes  %P\n' | sort -k 3
