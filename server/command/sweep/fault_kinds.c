#include "base/die.h"
#include "command/sweep/trial.h"

/* Members of a FaultCreate besides match, times and what is drawn up here. */
static const struct {
    const char *name, *members;
} kinds[] = {
    {"500 before", "{\"status\": 500, \"body\": {\"message\": \"Internal Server Error\"}}"},
    {"lost answer", "{\"phase\": \"after\", \"connection\": \"EMPTY_RESPONSE\"}"},
    {"slow", "{\"phase\": \"after\"}"},
    {"429",
     "{\"status\": 429, \"body\": {\"message\": \"Too Many Requests\"}, \"headers\": {\"Retry-After\": \"1\"}}"},
    {"expired token", "{\"status\": 401, \"body\": {\"message\": \"Unauthorized\"}, "
                      "\"headers\": {\"WWW-Authenticate\": \"Bearer error=\\\"invalid_token\\\"\"}}"},
    {"wrong JSON", "{\"phase\": \"after\", \"status\": 200, \"body\": \"<html>Bad Gateway</html>\"}"},
};

enum { SLOW = 2 };

size_t fault_kinds(void)
{
    return sizeof kinds / sizeof *kinds;
}

const char *fault_kind_name(size_t kind)
{
    return kinds[kind].name;
}

json_t *fault_kind_document(size_t kind, const char *method, const char *path, int64_t slow)
{
    json_t *document = json_loads(kinds[kind].members, 0, NULL);
    if (!document)
        die("no fault: %s", kinds[kind].members);
    json_object_set_new(document, "match", json_pack("{ss ss}", "method", method, "path", path));
    json_object_set_new(document, "times", json_integer(1));
    if (kind == SLOW)
        json_object_set_new(document, "delayMs", json_integer(slow));
    return document;
}
