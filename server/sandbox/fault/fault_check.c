#include "sandbox/fault/fault.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool does_nothing(const json_t *fault)
{
    return !json_object_get(fault, "delayMs") && !json_object_get(fault, "status") &&
           !json_object_get(fault, "connection");
}

static bool answers_and_breaks(const json_t *fault)
{
    return json_object_get(fault, "status") && json_object_get(fault, "connection");
}

static bool body_of_nothing(const json_t *fault)
{
    return json_object_get(fault, "body") && !json_object_get(fault, "status");
}

static bool headers_of_nothing(const json_t *fault)
{
    return json_object_get(fault, "headers") && !json_object_get(fault, "status");
}

static bool body_of_bodiless(const json_t *fault)
{
    json_int_t status = json_integer_value(json_object_get(fault, "status"));
    return json_object_get(fault, "body") && (status == 204 || status == 304);
}

static bool looks_ahead(const json_t *fault)
{
    const char *phase = json_string_value(json_object_get(fault, "phase"));
    bool after = phase && strcmp(phase, "after") == 0;
    return json_object_get(json_object_get(fault, "match"), "status") && !after;
}

static bool meant_for_control(const json_t *fault)
{
    const char *path = json_string_value(json_object_get(json_object_get(fault, "match"), "path"));
    return path && strncmp(path, "/__admin", 8) == 0;
}

static bool no_delay(const json_t *fault)
{
    const json_t *delay = json_object_get(fault, "delayMs");
    return delay && !json_is_number(delay) && !json_is_object(delay);
}

static bool undecided_delay(const json_t *fault)
{
    const json_t *delay = json_object_get(fault, "delayMs");
    return json_is_object(delay) && json_object_size(delay) != 1;
}

static bool reversed_delay(const json_t *fault)
{
    const json_t *uniform = json_object_get(json_object_get(fault, "delayMs"), "uniform");
    return json_number_value(json_object_get(uniform, "lower")) >
           json_number_value(json_object_get(uniform, "upper"));
}

static void note(struct schema_faults *mistakes, const char *path, const char *message)
{
    mistakes->items = must_realloc(mistakes->items, (mistakes->count + 1) * sizeof *mistakes->items);
    mistakes->items[mistakes->count++] =
        (struct schema_fault){.path = must_strdup(path), .message = must_strdup(message)};
}

/* What members say together. */
static void check_members(const json_t *fault, struct schema_faults *mistakes)
{
    static const struct {
        bool (*broken)(const json_t *fault);
        const char *path, *message;
    } rules[] = {
        {does_nothing, "", "it does nothing: one of delayMs, status and connection must be there"},
        {answers_and_breaks, "connection", "cannot go with status: a broken connection carries no answer"},
        {body_of_nothing, "body", "needs a status"},
        {headers_of_nothing, "headers", "needs a status"},
        {body_of_bodiless, "body", "cannot be sent: an answer with this status has none"},
        {looks_ahead, "match.status", "is known after the answer only: phase must be \"after\""},
        {meant_for_control, "match.path", "names the control API, which has no faults"},
        {no_delay, "delayMs", "must be a number, or an object with lognormal or uniform"},
        {undecided_delay, "delayMs", "must have exactly one of lognormal and uniform"},
        {reversed_delay, "delayMs.uniform.lower", "is more than upper"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].broken(fault))
            note(mistakes, rules[i].path, rules[i].message);
}

/* A token of RFC 9110. */
static bool name_check(const char *name)
{
    static const char token[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";
    return *name && name[strspn(name, token)] == '\0';
}

/* An empty value begins with the NUL that ends " \t". */
static bool value_check(const char *value)
{
    const char *last = value;
    for (const char *c = value; *c; c++) {
        if (((unsigned char)*c < ' ' && *c != '\t') || *c == 0x7f)
            return false;
        last = c;
    }
    return !strchr(" \t", *value) && !strchr(" \t", *last);
}

static bool one_of(const char *name, const char *const *names)
{
    while (*names && strcasecmp(name, *names) != 0)
        names++;
    return *names != NULL;
}

/* Why this header cannot be sent, or NULL. */
static const char *header_mistake(const char *name, const char *value)
{
    static const char *const ours[] = {"Content-Length", "Transfer-Encoding", "X-Request-Id", NULL};
    if (!name_check(name))
        return "is not a valid header name";
    if (!value_check(value))
        return "is not a valid header value: it is empty, begins or ends with a space, or holds a control "
               "character such as a line break";
    if (one_of(name, ours))
        return "is the server's own to set";
    if (strcasecmp(name, "Connection") == 0 && strcasecmp(value, "close") != 0)
        return "can only be close";
    return NULL;
}

static void check_headers(const json_t *fault, struct schema_faults *mistakes)
{
    json_t *headers = json_object_get(fault, "headers");
    const char *name;
    json_t *value;
    json_object_foreach (headers, name, value) {
        const char *mistake = header_mistake(name, json_string_value(value));
        char *path = must_printf("headers.%s", name);
        if (mistake)
            note(mistakes, path, mistake);
        free(path);
    }
}

bool fault_check(const json_t *document, struct schema_faults *mistakes)
{
    size_t before = mistakes->count;
    check_members(document, mistakes);
    check_headers(document, mistakes);
    return mistakes->count == before;
}
