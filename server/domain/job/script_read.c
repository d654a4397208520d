#include "domain/job/script_read.h"

#include "domain/job/failure.h"
#include "json/get.h"
#include "json/print.h"

#include <math.h>
#include <string.h>

int64_t script_span(const json_t *script)
{
    return llround(json_number_value(json_object_get(script, "seconds")) * SECOND);
}

bool script_succeeds(const json_t *script)
{
    return get_is(script, "outcome", "succeeded");
}

bool script_hangs(const json_t *script)
{
    return get_is(script, "outcome", "hang");
}

bool script_idle(const json_t *script)
{
    return get_true(script, "idle");
}

const char *script_gate(const json_t *script)
{
    return get_text(script, "gate");
}

/* Estimates are of no use once the numbers are known. */
static json_t *stream_done(json_t *stream)
{
    if (!json_object_get(stream, "estimatedRecords") && !json_object_get(stream, "estimatedBytes"))
        return json_incref(stream);
    json_t *done = json_copy(stream);
    json_object_del(done, "estimatedRecords");
    json_object_del(done, "estimatedBytes");
    return done;
}

static json_t *streams_done(const json_t *script)
{
    json_t *done = json_array();
    size_t index;
    json_t *stream;
    json_array_foreach (json_object_get(script, "streams"), index, stream)
        json_array_append_new(done, stream_done(stream));
    return done;
}

char *script_output(const json_t *script)
{
    if (script_idle(script))
        return NULL;
    json_auto_t *output = json_pack("{sO so sO* sO*}", "states", json_object_get(script, "states"), "streams",
                                    streams_done(script), "checks", json_object_get(script, "checks"),
                                    "logLines", json_object_get(script, "logLines"));
    return json_print(output);
}

bool script_commits(const json_t *script)
{
    size_t index;
    json_t *stream;
    json_array_foreach (json_object_get(script, "streams"), index, stream)
        if (get_integer(stream, "committed") > 0)
            return true;
    return false;
}

char *script_failure(struct world *world, const json_t *script)
{
    json_auto_t *summary = failure_of_plan(world, json_object_get(script, "failure"), script_commits(script));
    return json_print(summary);
}
