#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Recorded exchanges: a file of JSON lines. The first is {"cassette": 1, "of": the server's URL,
 * "scrubbed"?}, each other one {"method", "path", "body"?, "status", "response"?}; a path begins with
 * remote_root() and has its query.
 */
struct cassette;

/* An empty one. */
struct cassette *cassette_new(const char *of);

/* Reads a file; a last line that was cut off is none. NULL with a new text in *error for anything else that
 * is no cassette, or where it is not one of that server (`of` NULL: of any). */
struct cassette *cassette_read(const char *path, const char *of, char **error);
void cassette_free(struct cassette *cassette);

/* The latest exchange of such a request, or NULL. Borrowed. `body` is NULL for none. */
const json_t *cassette_find(const struct cassette *cassette, const char *method, const char *path,
                            const json_t *body);

/* Adds an exchange (stolen). */
void cassette_add(struct cassette *cassette, json_t *exchange);

/* In the order in which they were added. Borrowed; NULL behind the last. */
const json_t *cassette_at(const struct cassette *cassette, size_t index);

/* Whether what tells of people was taken out. */
bool cassette_is_scrubbed(const struct cassette *cassette);

/* The whole as the text of a file, with what tells of people and secrets taken out. A new text. */
char *cassette_scrubbed(const struct cassette *cassette);

/* A file that grows by a line for each exchange, so that what was read is there after an error. */
struct journal;

/* Goes on with a file whose cassette was read, or begins one. NULL with a new text in *error. */
struct journal *journal_open(const char *path, const char *of, char **error);

/* False, with a new text in *error, where the disk is full. */
bool journal_add(struct journal *journal, const json_t *exchange, char **error);

/* Whether no exchange is in it. */
bool journal_is_empty(const struct journal *journal);

/* NULL does nothing. */
void journal_close(struct journal *journal);
