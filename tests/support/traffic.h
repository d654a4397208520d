#pragma once

#include "domain/world/release.h"
#include "http/exchange.h"

/* Appends an exchange to $FAKEBYTE_TRAFFIC/<release>/<program>.jsonl, which the program's first call of that
 * release empties: one JSON object a line, {"method", "path", "status", "response"?, "injected"?}.
 * `injected`: a fault, or a limit that the test set, had a hand in it. Nothing for methods that no row has,
 * for lists that are streamed, for replies that nest deeper than readers of the log can take, and nothing
 * where the variable is not set. */
void traffic_log(enum release release, const char *method, const char *path, const struct reply *reply,
                 bool injected);
