#include "fixture/fixture.h"

#include "api/routes.h"
#include "gateway/full.h"
#include "sandbox/sandbox.h"

static json_t *counts(json_t *document)
{
    json_t *counts = json_object();
    const char *name;
    json_t *entries;
    json_object_foreach (document, name, entries)
        if (json_is_array(entries))
            json_object_set_new(counts, name, json_integer((json_int_t)json_array_size(entries)));
    return counts;
}

bool admin_fixtures(struct call *call)
{
    struct fixture fixture = {.world = call->world, .faults = &call->sandbox->faults};
    bool loaded = fixture_load(&fixture, call->body);
    if (!loaded && full_admits(call))
        problem_at(&call->world->problem, PROBLEM_INVALID, fixture.mistake.pointer, "%s",
                   fixture.mistake.reason);
    fixture_free(&fixture);
    return loaded && reply_json(call, counts(call->body));
}

bool admin_export(struct call *call)
{
    return reply_document(call, fixture_export(call->world, &call->sandbox->faults));
}
