#pragma once

#include <jansson.h>
#include <stdbool.h>

/*
 * The value of a JSON text, any kind of it, as json_loadb() gives it but in a third of the time; numbers that
 * are too large for it, or too long, are wide (json/wide.h), and a byte order mark before the text counts for
 * nothing. What is rare (deep nesting, faults) is left to jansson. `text` is followed by a NUL, which `size`
 * does not count. NULL where it is no JSON: *error (which may be NULL) says why. New reference.
 */
json_t *json_read(const char *text, size_t size, json_error_t *error);

/* How else a text may be read. */
struct read_options {
    const char *folded; /* objects under that name are folded (json/folded.h), where that loses nothing */
    struct work *work;  /* that rests while it reads (base/work.h), or NULL */
    bool unique;        /* an object with a name twice is a fault */
    size_t
        most_members; /* more of all objects together is a fault, those of folded ones aside; 0: no limit */
};

json_t *json_read_with(const char *text, size_t size, const struct read_options *options,
                       json_error_t *error);

/* The same as json_read(), but an object with a name twice is a fault. */
json_t *json_read_unique(const char *text, size_t size, json_error_t *error);

/* The tree of a folded value, or the value itself where it is not folded. New reference. */
json_t *json_unfolded(const json_t *value);

/* The same as json_read() of bytes with anything behind them, without an error. */
json_t *json_read_bytes(const char *bytes, size_t size);

/* The value of a file. NULL, and a new text "path:line: what is wrong" in *error. New reference. */
json_t *json_read_file(const char *path, char **error);

/* A text that we stored; one that is no JSON ends the program. New reference. */
json_t *json_stored(const char *text);

/* The same of a text that is stolen; NULL for NULL. New reference. */
json_t *json_take(char *text);
