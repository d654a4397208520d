#include "gateway/error_reply.h"

#include "base/die.h"
#include "json/fold.h"
#include "json/writer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KNOWN "io.airbyte.commons.server.errors."

/* How the real server words each kind: dossier A 1.5, decisions 2, 39, 40. */
static const struct {
    unsigned status;
    const char *class_name;
    const char *prefix;
} kinds[] = {
    [PROBLEM_NONE] = {500, "java.lang.IllegalStateException", "Internal Server Error: "},
    [PROBLEM_NOT_FOUND] = {404, KNOWN "IdNotFoundKnownException", "Internal Server Error: "},
    [PROBLEM_SPECIFICATION] = {422, KNOWN "BadObjectSchemaKnownException",
                               "The provided configuration does not fulfill the specification. Errors: "},
    [PROBLEM_INVALID] = {422, "java.lang.IllegalArgumentException", "Internal Server Error: "},
    [PROBLEM_CONFLICT] = {409, KNOWN "ValueConflictKnownException", ""},
    [PROBLEM_EXHAUSTED] = {503, KNOWN "InternalServerKnownException", ""},
    [PROBLEM_FULL] = {507, KNOWN "InternalServerKnownException", "Insufficient Storage: "},
    [PROBLEM_PROTOCOL] = {400, KNOWN "UnsupportedProtocolVersionException", ""},
};

static void begin(struct writer *writer, const char *id, const char *class_name, const char *message)
{
    write_object(writer, NULL);
    if (id)
        write_text(writer, "id", id);
    write_text(writer, "message", message);
    write_text(writer, "exceptionClassName", class_name);
    char *line = must_printf("%s: %s", class_name, message);
    write_array(writer, "exceptionStack");
    write_text(writer, NULL, line);
    write_array_end(writer);
    free(line);
}

/* The value as a client may see it again: a scalar, cut short; nothing of a configuration, which may be a
 * secret. */
static void write_invalid_value(struct writer *writer, const json_t *value)
{
    if (!value || json_is_object(value) || json_is_array(value) || json_is_folded(value))
        return;
    char *text =
        json_is_string(value) ? must_strdup(json_string_value(value)) : json_dumps(value, JSON_ENCODE_ANY);
    if (strlen(text) <= 200)
        write_text(writer, "invalidValue", text);
    free(text);
}

static void write_faults(struct writer *writer, const struct schema_faults *faults)
{
    write_array(writer, "validationErrors");
    for (size_t i = 0; i < faults->count; i++) {
        write_object(writer, NULL);
        write_text(writer, "propertyPath", faults->items[i].path);
        write_invalid_value(writer, faults->items[i].value);
        write_text(writer, "message", faults->items[i].message);
        write_object_end(writer);
    }
    write_array_end(writer);
}

static void finish(struct writer *writer, struct reply *reply, unsigned status)
{
    write_object_end(writer);
    size_t size = writer->text.size;
    reply_set(reply, status, "application/json", writer_take(writer), size);
}

void fail_with_problem(struct reply *reply, const struct problem *problem)
{
    struct writer writer = {0};
    char *message =
        must_printf("%s%s", kinds[problem->kind].prefix, problem->message ? problem->message : "no reason");
    begin(&writer, problem->id, kinds[problem->kind].class_name, message);
    if (kinds[problem->kind].status == 422)
        write_faults(&writer, &problem->faults);
    finish(&writer, reply, kinds[problem->kind].status);
    free(message);
}

void fail_invalid(struct reply *reply, const struct schema_faults *faults)
{
    struct writer writer = {0};
    begin(&writer, NULL, "javax.validation.ConstraintViolationException",
          "Some properties contained invalid input.");
    write_faults(&writer, faults);
    finish(&writer, reply, 422);
}

void fail(struct reply *reply, unsigned status, const char *format, ...)
{
    va_list arguments;
    char *message = NULL;
    va_start(arguments, format);
    if (vasprintf(&message, format, arguments) < 0)
        die("out of memory");
    va_end(arguments);
    struct writer writer = {0};
    begin(&writer, NULL,
          status == 422 ? "com.fasterxml.jackson.core.JsonParseException" : KNOWN "KnownException", message);
    if (status == 422)
        write_faults(&writer, &(struct schema_faults){0});
    finish(&writer, reply, status);
    free(message);
}

void fail_unauthorized(struct reply *reply)
{
    static const char page[] =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Access denied</title></head>\n"
        "<body><h1>Access denied</h1><p>This server asks for a user name and a password: "
        "HTTP Basic authentication.</p></body></html>\n";
    reply_set(reply, 401, "text/html", must_strdup(page), sizeof page - 1);
    reply_header(reply, "WWW-Authenticate", "Basic realm=\"Welcome to Airbyte\"");
}
