#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* The program's own log: a line for each event, written at once, the last LOG_KEPT lines kept for the API. */
struct log;

enum { LOG_KEPT = 1000 };

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/*
 * LOG_TEXT  2026-01-01T00:00:00.000Z info message key=value other="two words"
 * LOG_JSON  {"time":"2026-01-01T00:00:00.000Z","level":"info","message":"message","key":"value"}
 * Control characters are escaped and bytes that are no UTF-8 replaced, so nothing a client sends can forge a
 * line.
 */
enum log_format { LOG_TEXT, LOG_JSON };

enum log_field_kind { LOG_FIELD_END, LOG_FIELD_TEXT, LOG_FIELD_INTEGER };

/* A member of an event; a list of them ends with {0}. A text of NULL is left out. */
struct log_field {
    enum log_field_kind kind;
    const char *name;
    const char *text;
    int64_t integer;
};

/* Writes what is at least as grave as `level` to `out` (borrowed). Free with log_free(). */
struct log *log_new(enum log_level level, enum log_format format, FILE *out);
void log_free(struct log *log);

/* Both do nothing where `log` is NULL. `fields` may be NULL. */
void log_line(struct log *log, enum log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void log_event(struct log *log, enum log_level level, const char *message, const struct log_field *fields);

/* True where an event of that level is written. */
bool log_wants(const struct log *log, enum log_level level);

/* The lines kept, oldest first, each with its line end: a new text. */
char *log_text(const struct log *log);
