# For the clients' scripts: an environment of their own, a server of their own, both gone at the end.

scratch=$(mktemp -d)
server=
end() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$scratch"
}
trap end EXIT

# python_environment NAME [FOLDER]: $environment, with what requirements.txt of this folder lists; skips (exit 0) where the
# packages cannot be had. Kept in FOLDER (below build/), and made anew when the list changes.
python_environment() {
    environment=${2:-../../../build/clients}/$1
    mkdir -p "$environment"
    environment=$(cd "$environment" && pwd)
    cmp -s requirements.txt "$environment/requirements.txt" && return 0
    python3 -m venv --clear "$environment"
    if ! "$environment/bin/pip" install -q --disable-pip-version-check -r requirements.txt; then
        echo "skipped: the packages of $1 cannot be had here"
        exit 0
    fi
    cp requirements.txt "$environment/"
}

# generated_client FAKEBYTE NAME PACKAGE OPTION...: $code, the Python package PACKAGE that openapi-generator makes of the
# document of `FAKEBYTE openapi OPTION...`, in python_environment NAME; skips where there is no Java to run it.
generated_client() {
    . ../../../server/install.sh
    echo default-jre-headless >"$scratch/java"
    command -v java >/dev/null || install_packages "$scratch/java" || true
    if ! command -v java >/dev/null; then
        echo "skipped: openapi-generator needs Java, which is not here"
        exit 0
    fi
    python_environment "$2"
    code=$environment/code
    package=$3
    rm -rf "$code"
    program=$1
    shift 3
    "$program" openapi "$@" >"$scratch/openapi.json"
    "$environment/bin/openapi-generator-cli" generate -g python -i "$scratch/openapi.json" -o "$code" \
        --package-name "$package" --global-property apiTests=false,modelTests=false,apiDocs=false,modelDocs=false \
        >"$scratch/generator.log" 2>&1 || { cat "$scratch/generator.log"; exit 1; }
}

# node_environment NAME: the same with npm, of what package-lock.json of this folder lists.
node_environment() {
    for tool in node npm; do
        command -v "$tool" >/dev/null || { echo "skipped: $tool is not here"; exit 0; }
    done
    environment=../../../build/clients/$1
    mkdir -p "$environment"
    environment=$(cd "$environment" && pwd)
    cmp -s package-lock.json "$environment/installed.json" && return 0
    cp package.json package-lock.json "$environment/"
    if ! npm ci --prefix "$environment" --ignore-scripts --no-audit --no-fund --silent; then
        echo "skipped: the packages of $1 cannot be had here"
        exit 0
    fi
    cp package-lock.json "$environment/installed.json"
}

# serve FAKEBYTE OPTION...: $port, where a server answers.
serve() {
    "$@" --port 0 --port-file "$scratch/port" --log-level warn >"$scratch/ready" &
    server=$!
    "$1" healthcheck --wait --timeout 10s --port 0 --port-file "$scratch/port"
    port=$(cat "$scratch/port")
}
