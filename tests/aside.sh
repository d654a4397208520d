#!/bin/sh
# Runs a command and says in one piece, once it ended, what it said, so that others can run beside it: aside.sh TITLE COMMAND...
set -u
title=$1
shift
said=$(mktemp)
trap 'rm -f "$said"' EXIT
status=0
"$@" >"$said" 2>&1 </dev/null || status=$?
printf '\n== %s\n' "$title"
cat "$said"
exit "$status"
