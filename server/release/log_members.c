#include "base/die.h"
#include "base/moment.h"
#include "release/member.h"

#include <stdlib.h>
#include <string.h>

/*
 * A log's lines as the events that newer releases send. A line of the platform is
 *     2026-01-01 00:00:00 LEVEL class(method):line - message
 * one of a connector 2026-01-01 00:00:00 source > message; both with colours. One without a stamp goes on
 * with the one before.
 */
enum { STAMP = sizeof "2026-01-01 00:00:00 " - 1 };

/* What an event has of the one before it. */
struct log_state {
    int64_t time; /* ms */
    const char *level, *source;
};

/* The line without its colours. A new text. */
static char *plain(const char *line)
{
    char *text = must_strdup(line), *end = text;
    for (const char *at = line; *at; at++)
        if (*at == '\x1b')
            at += strcspn(at, "m");
        else
            *end++ = *at;
    *end = '\0';
    return text;
}

static bool read_stamp(const char *line, int64_t *time)
{
    char stamp[STAMP + 1];
    if (strlen(line) < STAMP || line[10] != ' ' || line[STAMP - 1] != ' ')
        return false;
    memcpy(stamp, line, STAMP);
    stamp[10] = 'T';
    stamp[STAMP - 1] = 'Z';
    stamp[STAMP] = '\0';
    return moment_parse(stamp, time);
}

/* Steps over a word at the begin of the text, and the space behind it. */
static bool skip_word(const char **text, const char *word)
{
    size_t size = strlen(word);
    if (strncmp(*text, word, size) != 0)
        return false;
    *text += size;
    *text += **text == ' ';
    return true;
}

/* Whose line it is, where a connector wrote it. */
static void read_connector(const char **text, struct log_state *state)
{
    static const char *const connectors[] = {"source", "destination"};
    for (size_t i = 0; i < 2; i++)
        if (skip_word(text, connectors[i])) {
            state->source = connectors[i];
            skip_word(text, ">");
        }
}

static void read_level(const char **text, struct log_state *state)
{
    static const struct {
        const char *word, *level;
    } levels[] = {{"INFO", "info"}, {"ERROR", "error"}, {"WARN", "warn"}, {"DEBUG", "debug"}};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (skip_word(text, levels[i].word))
            state->level = levels[i].level;
}

static const char *platform_part(const char *class_name)
{
    return strstr(class_name, "ReplicationWorker") ? "replication-orchestrator" : "platform";
}

/* "class(method):line - " at the begin of the text as a LogCaller, and a step over it; NULL where it is not
 * there. */
static json_t *read_caller(const char **text, struct log_state *state)
{
    size_t class_size = strcspn(*text, "( "), method_size;
    const char *method = *text + class_size + 1;
    if ((*text)[class_size] != '(' || method[method_size = strcspn(method, ") ")] != ')')
        return NULL;
    char *end;
    long line = strtol(method + method_size + strlen("):"), &end, 10);
    json_t *caller = json_pack("{ss% ss% si}", "className", *text, class_size, "methodName", method,
                               method_size, "lineNumber", (int)line);
    state->source = platform_part(json_string_value(json_object_get(caller, "className")));
    *text = end;
    skip_word(text, " -");
    return caller;
}

static json_t *event_of(const char *line, struct log_state *state)
{
    json_t *caller = NULL;
    if (read_stamp(line, &state->time)) {
        line += STAMP;
        *state = (struct log_state){state->time, "info", "platform"};
        read_connector(&line, state);
        read_level(&line, state);
        caller = read_caller(&line, state);
    }
    return json_pack("{sI ss ss ss so*}", "timestamp", (json_int_t)state->time, "message", line, "level",
                     state->level, "logSource", state->source, "caller", caller);
}

static json_t *events_of(const json_t *lines)
{
    struct log_state state = {0, "info", "platform"};
    json_t *events = json_array();
    size_t index;
    json_t *line;
    json_array_foreach (lines, index, line) {
        char *text = plain(json_string_value(line));
        json_array_append_new(events, event_of(text, &state));
        free(text);
    }
    return events;
}

/* The form that the logs have from now on. */
static json_t *structure(json_t *object)
{
    const json_t *lines = json_object_get(json_object_get(object, "logs"), "logLines");
    json_object_set_new(object, "logs", json_pack("{so ss}", "events", events_of(lines), "version", "1"));
    return json_string("structured");
}

MEMBER_SOURCE(attempt_log_type)
{
    (void)world;
    return structure(object);
}

MEMBER_SOURCE(synchronous_job_log_type)
{
    (void)world;
    return structure(object);
}

/* The events of a log in either form. New reference. */
static json_t *events_in(const json_t *logs)
{
    json_t *events = json_object_get(logs, "events");
    return events ? json_incref(events) : events_of(json_object_get(logs, "logLines"));
}

static const char *first_error(const json_t *events)
{
    size_t index;
    json_t *event;
    json_array_foreach (events, index, event)
        if (strcmp(json_string_value(json_object_get(event, "level")), "error") == 0)
            return json_string_value(json_object_get(event, "message"));
    return NULL;
}

/* What a job that did not succeed complains of is in its log. */
MEMBER_SOURCE(synchronous_job_failure)
{
    json_auto_t *events = events_in(json_object_get(object, "logs"));
    const char *complaint = first_error(events);
    if (!complaint || json_is_true(json_object_get(object, "succeeded")))
        return NULL;
    return json_pack("{ss ss ss sI}", "failureOrigin", "source", "failureType", "config_error",
                     "externalMessage", complaint, "timestamp", (json_int_t)world_tell_time(world));
}
