#include "remote/scrub.h"

#include "domain/secret/secret_names.h"
#include "domain/secret/secrets.h"
#include "json/get.h"

#include <string.h>

/* How far a value is taken to tell something. */
enum scrubbing { SECRETS, PEOPLE, CONFIGURATION };

/* Members whose value is replaced, from that scrubbing on. */
static const struct {
    const char *name;
    enum scrubbing from;
    const char *value;
} members[] = {
    {"webhook", SECRETS, "https://hooks.slack.com/services/" SCRUBBED_SECRET},
    {"authToken", SECRETS, SCRUBBED_SECRET},
    {"access_token", PEOPLE, SCRUBBED_SECRET},
    {"email", PEOPLE, "someone@example.com"},
    {"defaultOrganizationEmail", PEOPLE, "someone@example.com"},
    {"host", CONFIGURATION, "host.example.com"},
    {"hostname", CONFIGURATION, "host.example.com"},
    {"tunnel_host", CONFIGURATION, "host.example.com"},
    {"username", CONFIGURATION, "someone"},
    {"user", CONFIGURATION, "someone"},
    {"tunnel_user", CONFIGURATION, "someone"},
};

static const char *replacement(const char *name, const char *value, enum scrubbing scrubbing)
{
    if (strcmp(value, SECRET_MASK) == 0)
        return NULL;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (members[i].from <= scrubbing && strcmp(members[i].name, name) == 0)
            return members[i].value;
    return scrubbing == CONFIGURATION && secret_name(name) ? SCRUBBED_SECRET : NULL;
}

static bool is_configuration(const char *name)
{
    return strcmp(name, "connectionConfiguration") == 0 || strcmp(name, "configuration") == 0;
}

static void scrub(json_t *value, enum scrubbing scrubbing);

static void scrub_member(json_t *object, const char *name, json_t *value, enum scrubbing scrubbing)
{
    const char *text = json_string_value(value);
    const char *other = text ? replacement(name, text, scrubbing) : NULL;
    if (other)
        json_object_set_new(object, name, json_string(other));
    else
        scrub(value, scrubbing == PEOPLE && is_configuration(name) ? CONFIGURATION : scrubbing);
}

static void scrub(json_t *value, enum scrubbing scrubbing)
{
    size_t index;
    const char *name;
    json_t *item;
    void *next;
    json_array_foreach (value, index, item)
        scrub(item, scrubbing);
    json_object_foreach_safe (value, next, name, item)
        scrub_member(value, name, item, scrubbing);
}

void scrub_secrets(json_t *value)
{
    scrub(value, SECRETS);
}

json_t *scrub_exchange(const json_t *exchange)
{
    json_t *copy = json_deep_copy(exchange);
    scrub(json_object_get(copy, "response"), PEOPLE);
    return copy;
}
