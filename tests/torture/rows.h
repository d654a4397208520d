#pragma once

#include "base/text.h"
#include "store/store.h"

#include <stdbool.h>

/* Adds what stands in every table, or what is wrong with the database where it is not sound. `memory`: also
 * what a sandbox remembers of its random numbers. */
void rows_dump(struct store *store, bool memory, struct text *out);
