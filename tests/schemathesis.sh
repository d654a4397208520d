#!/bin/sh
# Schemathesis against the served document: every check but two, and no 5xx. schemathesis.sh [EXAMPLES]
#   negative_data_rejection   null stands for absent, and scalars are coerced, as clients in use need it
#   positive_data_acceptance  some rules are not of the document's making: lengths, references, what a specification asks
# First each operation for itself; then, in a sandbox of their own, stories along the links of the document. A run of stories
# ends where one does not go the same way twice, so there are several.
set -eu
examples=${1:-10}
cd "$(dirname "$0")/schemathesis"
here=$PWD
. ../clients/client.sh
fakebyte=$(cd ../../build/release && pwd)/fakebyte
python_environment schemathesis ../../build/clients
export FIXTURE="$PWD/../../fixtures/demo.json" PYTHONPATH="$PWD:$PWD/../clients" PYTHONDONTWRITEBYTECODE=1 SCHEMATHESIS_HOOKS=hooks
serve "$fakebyte" --check-replies --webhooks loopback --sync-duration 2 --fixture "$FIXTURE"
"$fakebyte" openapi --links | python3 starts.py "$FIXTURE" >"$scratch/openapi.json"
cd "$scratch"

# run SANDBOX SEED PHASES
run() {
    "$environment/bin/schemathesis" --config-file "$here/schemathesis.toml" run openapi.json --checks all \
        --exclude-checks negative_data_rejection,positive_data_acceptance --warnings off --no-shrink --no-color \
        --url "http://127.0.0.1:$port/sandboxes/$1/api" --auth airbyte:password --generation-database none \
        --max-examples "$examples" --seed "$2" --phases "$3"
}

run operations 1 examples,coverage,fuzzing
for seed in 1 2 3 4 5; do
    run stories "$seed" stateful
done
python3 "$here/stories.py" "$port"
