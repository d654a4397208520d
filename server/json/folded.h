#pragma once

#include <jansson.h>
#include <stdbool.h>

/*
 * An object that is only passed on can stay the text it came as, instead of a tree of a thousand values: it
 * is folded. Its text is what json_in_jsonb_order() would print. To jansson it is a string that begins with a
 * byte no other does; the checker takes it for the object it is, printing prints its text. Whoever looks
 * inside unfolds it first (json_unfolded() in json/read.h). json/fold.h makes them of what comes in.
 */
bool json_is_folded(const json_t *value);

/* The text of a folded value; borrowed, with its size. */
const char *json_folded_text(const json_t *value, size_t *size);

/* A folded value of a text that has this mark before it; `size` counts both. New reference. */
#define FOLDED_MARK '\xff'
json_t *json_folded(const char *marked, size_t size);
