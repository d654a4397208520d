#include "gateway/problem_document.h"

#include "base/die.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

#define REFERENCE "https://reference.airbyte.com/reference/errors"

/* The kinds of problem documents by their codes: docs/behaviour/public-api.md. `told` names the member of
 * `data` that holds the problem's value; where it is NULL that is `message`. */
static const struct kind {
    const char *code;
    unsigned status;
    const char *type, *title, *detail, *told;
} kinds[] = {
    {"bad-request", 400, REFERENCE "#bad-request", "bad-request",
     "The request could not be understood by the server due to malformed syntax.", NULL},
    {"value-not-found", 400, REFERENCE, "value-not-found", "The submitted value could not be found.",
     "value"},
    {"forbidden", 403, REFERENCE "#forbidden", "forbidden", "The request is forbidden.", NULL},
    {"license-entitlement", 403, "error:license/entitlement", "License Entitlement Error",
     "The license for this organization is not entitled to use the requested feature.", "entitlement"},
    {"resource-not-found", 404, REFERENCE "#resource-not-found", "resource-not-found",
     "The requested resource could not be found.", "resourceId"},
    {"try-again-later", 409, REFERENCE "#try-again-later", "try-again-later", "Please try again later.",
     NULL},
    {"state-conflict", 409, REFERENCE "#409-state-conflict", "state-conflict", "State conflict", NULL},
    {"unprocessable-entity", 422, REFERENCE "#unprocessable-entity", "unprocessable-entity",
     "The body of the request was not understood", NULL},
    {"unexpected-problem", 500, REFERENCE, "unexpected-problem",
     "An unexpected problem has occurred. If this is an error that needs to be addressed, please submit a pull "
     "request or github issue.",
     NULL},
    {"service-unavailable", 503, REFERENCE, "service-unavailable",
     "The server is currently unable to handle the request.", NULL},
    {"insufficient-storage", 507, REFERENCE, "insufficient-storage", "The sandbox is full.", NULL},
    {"tag-already-exists", 409, "error:tag-already-exists", "Tag already exists",
     "A tag with this name already exists in this workspace.", NULL},
    {"tag-invalid-hex-color", 400, "error:tag-invalid-hex-color", "Invalid hex color",
     "The hex color provided is invalid.", NULL},
    {"tag-name-too-long", 400, "error:tag-name-too-long", "Tag name too long",
     "The tag name can be maximum 30 characters.", NULL},
    {"tag-limit", 400, "error:tag-limit-for-workspace-reached", "Tag limit for workspace reached",
     "The workspace has reached the maximum number of tags.", NULL},
    {"notification-required", 400, "error:notification/config/required", "Notification required",
     "The notification is required and can't be disabled.", NULL},
    {"notification-missing-url", 400, "error:notification/config/missing-url", "Notification missing URL",
     "The notification is missing a URL.", NULL},
    {"cron-missing", 400, "error:cron-validation/missing-cron-data", "Missing cron data",
     "A cron schedule needs an expression.", NULL},
    {"cron-invalid", 400, "error:cron-validation/invalid-expression", "Invalid cron expression",
     "The cron expression is not valid.", "cronExpression"},
    {"cron-too-often", 400, "error:cron-validation/under-one-hour-not-allowed",
     "Cron expression too frequent", "The cron expression is due more than once an hour.", "cronExpression"},
    {"invalid-client", 400, NULL, "Bad Request", NULL, NULL},
    {"page-not-found", 404, NULL, "Not Found", NULL, NULL},
    {"connection-locked", 409, "error:connection/locked", "Connection is locked",
     "The connection is locked and cannot be modified.", "connectionId"},
};

/* What a problem is that has no code of its own. */
static const char *const codes[] = {
    [PROBLEM_NONE] = "unexpected-problem",
    [PROBLEM_NOT_FOUND] = "resource-not-found",
    [PROBLEM_SPECIFICATION] = "unprocessable-entity",
    [PROBLEM_INVALID] = "bad-request",
    [PROBLEM_CONFLICT] = "state-conflict",
    [PROBLEM_EXHAUSTED] = "service-unavailable",
    [PROBLEM_FULL] = "insufficient-storage",
    [PROBLEM_PROTOCOL] = "bad-request",
    [PROBLEM_REFUSED] = "bad-request",
    [PROBLEM_FORBIDDEN] = "forbidden",
};

static const struct kind *kind_of(const char *code)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].code, code) == 0)
            return &kinds[i];
    die("no problem document is called %s", code);
}

static void send(struct reply *reply, unsigned status, struct writer *writer)
{
    size_t size = writer->text.size;
    reply_set(reply, status, "application/json", writer_take(writer), size);
}

/* A problem document up to its data. */
static void begin(struct writer *writer, const struct kind *kind)
{
    write_object(writer, NULL);
    write_integer(writer, "status", kind->status);
    write_text(writer, "type", kind->type);
    write_text(writer, "title", kind->title);
    write_text(writer, "detail", kind->detail);
    write_raw(writer, "documentationUrl", "null");
    write_object(writer, "data");
}

static void finish(struct writer *writer, struct reply *reply, unsigned status)
{
    write_object_end(writer);
    write_object_end(writer);
    send(reply, status, writer);
}

static void write_kind(struct reply *reply, const char *code, const char *message)
{
    struct writer writer = {0};
    const struct kind *kind = kind_of(code);
    begin(&writer, kind);
    write_text(&writer, "message", message);
    finish(&writer, reply, kind->status);
}

/* All that is wrong, each with its place: "name: is missing but it is required; schedule.scheduleType: ...".
 */
void problem_document_of_faults(struct reply *reply, const struct schema_faults *faults)
{
    struct text message = {0};
    for (size_t i = 0; i < faults->count; i++)
        text_add_format(&message, "%s%s%s%s", i ? "; " : "", faults->items[i].path,
                        *faults->items[i].path ? ": " : "", faults->items[i].message);
    write_kind(reply, "unprocessable-entity", message.data ? message.data : "");
    text_free(&message);
}

static void write_framework_error(struct reply *reply, unsigned status, const char *title,
                                  const char *message)
{
    struct writer writer = {0};
    write_object(&writer, NULL);
    write_text(&writer, "message", title);
    write_object(&writer, "_links");
    write_object(&writer, "self");
    write_text(&writer, "href", reply->asked ? reply->asked : "");
    write_bool(&writer, "templated", false);
    write_object_end(&writer);
    write_object_end(&writer);
    write_object(&writer, "_embedded");
    write_array(&writer, "errors");
    write_object(&writer, NULL);
    write_text(&writer, "message", message);
    write_raw(&writer, "_links", "{}");
    write_raw(&writer, "_embedded", "{}");
    write_object_end(&writer);
    write_array_end(&writer);
    write_object_end(&writer);
    write_object_end(&writer);
    send(reply, status, &writer);
}

void problem_document_of(struct reply *reply, const struct problem *problem)
{
    const struct kind *kind = kind_of(problem->code ? problem->code : codes[problem->kind]);
    if (!kind->type) {
        write_framework_error(reply, kind->status, kind->title, problem->message);
        return;
    }
    struct writer writer = {0};
    begin(&writer, kind);
    if (problem->type)
        write_text(&writer, "resourceType", problem->type);
    if (kind->told && problem->id)
        write_text(&writer, kind->told, problem->id);
    if (problem->message)
        write_text(&writer, "message", problem->message);
    finish(&writer, reply, kind->status);
}

/* Reason phrases of RFC 9110, of what happens before an operation is reached. */
static const struct {
    unsigned status;
    const char *title;
} titles[] = {{400, "Bad Request"},
              {404, "Not Found"},
              {405, "Method Not Allowed"},
              {413, "Request Entity Too Large"},
              {415, "Unsupported Media Type"},
              {501, "Not Implemented"},
              {503, "Service Unavailable"}};

void problem_document_of_message(struct reply *reply, unsigned status, const char *message)
{
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (titles[i].status == status) {
            write_framework_error(reply, status, titles[i].title, message);
            return;
        }
    write_kind(reply, status == 422 ? "unprocessable-entity" : "unexpected-problem", message);
}

void problem_document_of_stranger(struct reply *reply, const char *advice)
{
    char *message = must_printf("Unauthorized%s%s", *advice ? ". " : "", advice);
    write_framework_error(reply, 401, "Unauthorized", message);
    free(message);
}
