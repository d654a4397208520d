#include "fixture/fixture.h"

#include "api/routes.h"
#include "gateway/pieces.h"
#include "gateway/query.h"
#include "sandbox/full.h"
#include "sandbox/request/request_mask.h"
#include "sandbox/sandbox.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

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
    bool loaded = fixture_load(&fixture, call_body(call));
    if (!loaded && full_admits(call->sandbox, false))
        problem_at(&call->world->problem, PROBLEM_INVALID, fixture.mistakes.items[0].pointer, "%s",
                   fixture.mistakes.items[0].reason);
    fixture_free(&fixture);
    return loaded && reply_json(call, counts(call_body(call)));
}

/* The export without secrets: as the log of requests shows bodies. */
static char *masked_export(struct call *call)
{
    char *text = fixture_export(call->world, &call->sandbox->faults);
    json_auto_t *whole = json_stored(text);
    json_auto_t *masked = body_masked(call->world, call->path, whole);
    free(text);
    return json_print(masked);
}

static bool export_next(void *export, struct text *text)
{
    return fixture_export_next(export, text);
}

static void export_free(void *export)
{
    fixture_export_free(export);
}

static bool reply_export(struct call *call)
{
    struct fixture_export *export = fixture_export_begin(call->world, &call->sandbox->faults);
    return reply_pieces(call, &(struct text){0},
                        &(struct piece_source){.next = export_next, .free = export_free, .state = export});
}

bool admin_export(struct call *call)
{
    char *mask = query_text(&call->exchange->request, "mask");
    bool masks = mask && strcmp(mask, "true") == 0, known = !mask || masks || strcmp(mask, "false") == 0;
    free(mask);
    if (!known)
        return problem_at(&call->world->problem, PROBLEM_INVALID, "mask", "is true or false");
    return masks ? reply_document(call, masked_export(call)) : reply_export(call);
}
