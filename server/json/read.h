#pragma once

#include <jansson.h>

/*
 * The value of a JSON text, any kind of it, as json_loadb() gives it but in a third of the time: what is
 * common is read here, what is rare (\u escapes, deep nesting, faults) is left to jansson. `text` is followed
 * by a NUL, which `size` does not count. NULL where it is no JSON: *error (which may be NULL) says why. New
 * reference.
 */
json_t *json_read(const char *text, size_t size, json_error_t *error);

/* The same, but objects under that name are folded (json/folded.h), where that loses nothing. */
json_t *json_read_folding(const char *text, size_t size, const char *name, json_error_t *error);

/* The same as json_read(), but an object with a name twice is a fault. */
json_t *json_read_unique(const char *text, size_t size, json_error_t *error);

/* The tree of a folded value, or the value itself where it is not folded. New reference. */
json_t *json_unfolded(const json_t *value);
