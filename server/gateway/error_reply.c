#include "gateway/error_reply.h"

#include "base/die.h"
#include "gateway/problem_document.h"
#include "json/folded.h"
#include "json/print.h"
#include "json/wide.h"
#include "json/writer.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define UNFULFILLED "The provided configuration does not fulfill the specification. Errors: "
#define KNOWN "io.airbyte.commons.server.errors."

/* How the real server words each kind: docs/behaviour/http.md#errors, docs/decisions/errors.md. */
static const struct {
    unsigned status;
    const char *class_name;
    const char *prefix; /* put before the exception's own message */
    const char *thrown; /* what is before it in the exception itself */
} kinds[] = {
    [PROBLEM_NONE] = {500, "java.lang.IllegalStateException", "Internal Server Error: ", ""},
    [PROBLEM_NOT_FOUND] = {404, KNOWN "IdNotFoundKnownException", "Internal Server Error: ", ""},
    [PROBLEM_SPECIFICATION] = {422, KNOWN "BadObjectSchemaKnownException", UNFULFILLED, UNFULFILLED},
    [PROBLEM_INVALID] = {422, "java.lang.IllegalArgumentException", "Internal Server Error: ", ""},
    [PROBLEM_CONFLICT] = {409, KNOWN "ValueConflictKnownException", "", ""},
    [PROBLEM_LOCKED] = {423, KNOWN "SyncIsRunningException", "", ""},
    [PROBLEM_EXHAUSTED] = {503, KNOWN "InternalServerKnownException", "", ""},
    [PROBLEM_FULL] = {507, KNOWN "InternalServerKnownException", "Insufficient Storage: ", ""},
    [PROBLEM_PROTOCOL] = {400, KNOWN "UnsupportedProtocolVersionException", "", ""},
    [PROBLEM_REFUSED] = {400, KNOWN "BadRequestException", "", ""},
    [PROBLEM_FORBIDDEN] = {403, KNOWN "ForbiddenException", "", ""},
};

/* What an error says, before it gets its form. */
struct error {
    unsigned status;
    const char *id; /* of what was not found, or NULL */
    const char *class_name, *prefix, *thrown, *message;
    const struct schema_faults *faults; /* NULL for none */
    bool hidden;                        /* where errors have ids, that is all it says */
};

/* The trace's first line has the exception's own message: docs/behaviour/http.md#errors. */
static void write_stack(struct writer *writer, const struct error *error)
{
    write_text(writer, "exceptionClassName", error->class_name);
    char *line = must_printf("%s: %s%s", error->class_name, error->thrown, error->message);
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
    bool plain = json_is_string(value) && !json_is_wide(value);
    char *text = plain ? must_strdup(json_string_value(value)) : json_print(value);
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

/* All that is at fault, in one line: "match.metod: is not a known property ...; count: ...". A new text. */
static char *plain_message(const struct error *error)
{
    struct text text = {0};
    for (size_t i = 0; error->faults && i < error->faults->count; i++) {
        const struct schema_fault *fault = &error->faults->items[i];
        text_add_format(&text, "%s%s%s%s", i ? "; " : "", fault->path, *fault->path ? ": " : "",
                        fault->message);
    }
    text_add(&text, text.size ? "" : error->message);
    return text_take(&text);
}

static void write_said(struct writer *writer, const struct error *error, const char *message, bool plain)
{
    if (error->id)
        write_text(writer, "id", error->id);
    write_text(writer, "message", message);
    if (!plain)
        write_stack(writer, error);
    if (error->faults)
        write_faults(writer, error->faults);
}

static void send(struct reply *reply, const struct error *error)
{
    struct writer writer = {0};
    bool plain = reply->errors == ERRORS_PLAIN;
    char *message = plain ? plain_message(error) : must_printf("%s%s", error->prefix, error->message);
    bool numbered = *reply->error_id.text && !error->faults;
    write_object(&writer, NULL);
    if (!numbered || !error->hidden)
        write_said(&writer, error, message, plain);
    if (numbered)
        write_text(&writer, "errorId", reply->error_id.text);
    write_object_end(&writer);
    size_t size = writer.text.size;
    reply_set(reply, error->status, "application/json", writer_take(&writer), size);
    free(message);
}

void fail_with_problem(struct reply *reply, const struct problem *problem)
{
    if (reply->errors == ERRORS_PUBLIC) {
        problem_document_of(reply, problem);
        return;
    }
    unsigned status = kinds[problem->kind].status;
    send(reply,
         &(struct error){status, problem->id, kinds[problem->kind].class_name, kinds[problem->kind].prefix,
                         kinds[problem->kind].thrown, problem->message ? problem->message : "no reason",
                         status == 422 ? &problem->faults : NULL,
                         problem->kind == PROBLEM_NOT_FOUND || problem->kind == PROBLEM_NONE});
}

void fail_invalid(struct reply *reply, const struct schema_faults *faults)
{
    if (reply->errors == ERRORS_PUBLIC) {
        problem_document_of_faults(reply, faults);
        return;
    }
    send(reply, &(struct error){422, NULL, "javax.validation.ConstraintViolationException", "", "",
                                "Some properties contained invalid input.", faults, false});
}

static void send_message(struct reply *reply, unsigned status, const char *message)
{
    static const struct schema_faults none;
    bool unread = status == 422;
    send(reply,
         &(struct error){status, NULL,
                         unread ? "com.fasterxml.jackson.core.JsonParseException" : KNOWN "KnownException",
                         "", "", message, unread ? &none : NULL, false});
}

void fail(struct reply *reply, unsigned status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *message = must_vprintf(format, arguments);
    va_end(arguments);
    if (reply->errors == ERRORS_PUBLIC)
        problem_document_of_message(reply, status, message);
    else
        send_message(reply, status, message);
    free(message);
}

void fail_unauthorized(struct reply *reply, const char *advice)
{
    if (reply->errors == ERRORS_PUBLIC) {
        problem_document_of_stranger(reply, advice);
        return;
    }
    static const char page[] =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Access denied</title></head>\n"
        "<body><h1>Access denied</h1><p>This server asks for a user name and a password: "
        "HTTP Basic authentication.</p></body></html>\n";
    reply_set(reply, 401, "text/html", must_strdup(page), sizeof page - 1);
    reply_header(reply, "WWW-Authenticate", "Basic realm=\"Welcome to Airbyte\"");
}
