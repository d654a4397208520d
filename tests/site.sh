#!/bin/sh
# Makes the pages of the tree a site in build/site/html, with MkDocs, and follows its links; a warning is an error.
set -eu
cd "$(dirname "$0")/site"
. ../clients/client.sh
python_environment mkdocs ../../build/site
cd ../..
python3 tests/site/pages.py build/site/pages
NO_MKDOCS_2_WARNING=true "$environment/bin/mkdocs" build --strict --config-file docs/mkdocs.yml >build/site/log 2>&1 || {
    cat build/site/log
    exit 1
}
python3 tests/site/links.py build/site/html
