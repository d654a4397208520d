#!/bin/sh
# Schemathesis against the served document: every check but two, and no 5xx. schemathesis.sh [EXAMPLES]
#   negative_data_rejection   null stands for absent, and scalars are coerced, as clients in use need it
#   positive_data_acceptance  some rules are not of the document's making: lengths, references, what a specification asks
set -eu
examples=${1:-10}
cd "$(dirname "$0")/schemathesis"
. ../clients/client.sh
fakebyte=$(cd ../../build/release && pwd)/fakebyte
python_environment schemathesis ../../build/clients
serve "$fakebyte" --check-replies --webhooks loopback --sync-duration 2
"$fakebyte" openapi >"$scratch/openapi.json"
cd "$scratch"
"$environment/bin/schemathesis" run openapi.json --url "http://127.0.0.1:$port/api" --auth airbyte:password --no-color \
    --checks all --exclude-checks negative_data_rejection,positive_data_acceptance --warnings off --no-shrink \
    --max-examples "$examples" --generation-database none --seed 1
