#include "base/log.h"

#include "base/die.h"
#include "base/moment.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct log {
    enum log_level level;
    enum log_format format;
    FILE *out;
    size_t written;       /* lines ever */
    char *kept[LOG_KEPT]; /* line n at n % LOG_KEPT */
};

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};

struct log *log_new(enum log_level level, enum log_format format, FILE *out)
{
    struct log *log = must_zalloc(sizeof *log);
    log->level = level;
    log->format = format;
    log->out = out;
    return log;
}

void log_free(struct log *log)
{
    if (!log)
        return;
    for (size_t i = 0; i < LOG_KEPT; i++)
        free(log->kept[i]);
    free(log);
}

static bool plain(char c)
{
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

/* Adds the character that starts at `at` as JSON writes it; returns where the next one starts. */
static const char *add_character(struct text *line, const char *at)
{
    if (*at != '"' && *at != '\\')
        return at + text_add_visible(line, at, strlen(at));
    text_add_format(line, "\\%c", *at);
    return at + 1;
}

static void add_escaped(struct text *line, const char *value)
{
    while (*value) {
        const char *end = value;
        while (plain(*end))
            end++;
        text_add_bytes(line, value, (size_t)(end - value));
        value = *end ? add_character(line, end) : end;
    }
}

static void add_quoted(struct text *line, const char *value)
{
    text_add(line, "\"");
    add_escaped(line, value);
    text_add(line, "\"");
}

/* A word stands for itself; anything else is quoted. */
static void add_word(struct text *line, const char *value)
{
    bool word = *value != '\0';
    for (const char *at = value; *at && word; at++)
        word = plain(*at) && *at != ' ' && *at != '=';
    if (word)
        text_add(line, value);
    else
        add_quoted(line, value);
}

static void add_value(struct text *line, const struct log_field *field,
                      void (*add)(struct text *line, const char *value))
{
    if (field->kind == LOG_FIELD_INTEGER)
        text_add_format(line, "%" PRId64, field->integer);
    else
        add(line, field->text);
}

static bool left_out(const struct log_field *field)
{
    return field->kind == LOG_FIELD_TEXT && !field->text;
}

static void render_text(struct text *line, enum log_level level, const char *message,
                        const struct log_field *fields)
{
    text_add_format(line, "%s %s ", moment_format(moment_now()).text, level_names[level]);
    add_escaped(line, message);
    for (const struct log_field *field = fields; field && field->kind; field++) {
        if (left_out(field))
            continue;
        text_add_format(line, " %s=", field->name);
        add_value(line, field, add_word);
    }
    text_add(line, "\n");
}

static void render_json(struct text *line, enum log_level level, const char *message,
                        const struct log_field *fields)
{
    text_add_format(line, "{\"time\":\"%s\",\"level\":\"%s\",\"message\":", moment_format(moment_now()).text,
                    level_names[level]);
    add_quoted(line, message);
    for (const struct log_field *field = fields; field && field->kind; field++) {
        if (left_out(field))
            continue;
        text_add_format(line, ",\"%s\":", field->name);
        add_value(line, field, add_quoted);
    }
    text_add(line, "}\n");
}

bool log_wants(const struct log *log, enum log_level level)
{
    return log && level >= log->level;
}

static void keep(struct log *log, char *line)
{
    char **place = &log->kept[log->written++ % LOG_KEPT];
    free(*place);
    *place = line;
}

void log_event(struct log *log, enum log_level level, const char *message, const struct log_field *fields)
{
    if (!log_wants(log, level))
        return;
    struct text line = {0};
    (log->format == LOG_JSON ? render_json : render_text)(&line, level, message, fields);
    fwrite(line.data, 1, line.size, log->out);
    keep(log, text_take(&line));
}

void log_line(struct log *log, enum log_level level, const char *format, ...)
{
    if (!log_wants(log, level))
        return;
    va_list arguments;
    va_start(arguments, format);
    char *message = must_vprintf(format, arguments);
    va_end(arguments);
    log_event(log, level, message, NULL);
    free(message);
}

char *log_text(const struct log *log)
{
    struct text text = {0};
    size_t first = log->written > LOG_KEPT ? log->written - LOG_KEPT : 0;
    for (size_t n = first; n < log->written; n++)
        text_add(&text, log->kept[n % LOG_KEPT]);
    return text_take(&text);
}
