#include "domain/notification/notification_text.h"

#include "base/text.h"
#include "domain/catalog/diff.h"
#include "json/get.h"

#include <inttypes.h>
#include <stdlib.h>

STATEMENT(NAMES, "SELECT json_object('connection', connection.name, 'source', source.doc ->> 'name', "
                 "'destination', destination.doc ->> 'name') FROM connection "
                 "JOIN actor AS source ON source.id = source_id "
                 "JOIN actor AS destination ON destination.id = destination_id WHERE connection.id = ?");

/* {"connection", "source", "destination"}: names. New reference. */
static json_t *names_of(struct world *world, const char *connection_id)
{
    char *text = store_text(world->store, &NAMES, WITH(TEXT(connection_id)));
    json_t *names = world_parse(text);
    free(text);
    return names;
}

static char *message(struct text *text)
{
    char *words = text_take(text);
    json_auto_t *payload = json_pack("{ss}", "text", words);
    free(words);
    return world_print(payload);
}

static void add_count(struct text *text, int64_t count, const char *noun)
{
    text_add_format(text, "%" PRId64 " %s%s", count, noun, count == 1 ? "" : "s");
}

/* The two largest units: "42 s", "3 min 5 s", "2 h 10 min". */
static void add_span(struct text *text, int64_t span)
{
    int64_t seconds = (span + SECOND / 2) / SECOND;
    if (seconds < 60)
        text_add_format(text, "%" PRId64 " s", seconds);
    else if (seconds < 3600)
        text_add_format(text, "%" PRId64 " min %" PRId64 " s", seconds / 60, seconds % 60);
    else
        text_add_format(text, "%" PRId64 " h %" PRId64 " min", seconds / 3600, seconds % 3600 / 60);
}

static int64_t total(const json_t *streams, const char *name)
{
    int64_t sum = 0;
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream)
        sum += get_integer(stream, name);
    return sum;
}

static void add_success(struct text *text, const struct job *job, const struct attempt *last)
{
    json_auto_t *output = last->output ? world_parse(last->output) : NULL;
    const json_t *streams = json_object_get(output, "streams");
    text_add_format(text, "job %" PRId64 " moved ", job->id);
    add_count(text, total(streams, "records"), "record");
    text_add(text, " (");
    add_count(text, total(streams, "bytes"), "byte");
    text_add(text, ") in ");
    add_span(text, job->updated_at - job->created_at);
    text_add(text, ".");
}

static void add_failure(struct text *text, const struct job *job, const struct attempt *last)
{
    json_auto_t *summary = last->failure ? world_parse(last->failure) : NULL;
    const json_t *first = json_array_get(json_object_get(summary, "failures"), 0);
    text_add_format(text, "job %" PRId64 " gave up after ", job->id);
    add_count(text, last->number + 1, "attempt");
    text_add(text, " and ");
    add_span(text, job->updated_at - job->created_at);
    text_add_format(text, ". %s", get_text_or(first, "externalMessage", ""));
}

static void add_job(struct text *text, struct world *world, const struct job *job)
{
    struct attempt last;
    if (!attempt_load_last(world, job->id, &last))
        return;
    (job->status == JOB_SUCCEEDED ? add_success : add_failure)(text, job, &last);
    attempt_free(&last);
}

char *notification_text_job(struct world *world, const struct job *job)
{
    struct text text = {0};
    json_auto_t *names = names_of(world, job->connection_id);
    text_add_format(&text, "Sync %s: %s, from %s to %s: ", job_status_name(job->status),
                    get_text_or(names, "connection", ""), get_text_or(names, "source", ""),
                    get_text_or(names, "destination", ""));
    add_job(&text, world, job);
    return message(&text);
}

static int64_t count_transforms(const json_t *diff, const char *type)
{
    int64_t count = 0;
    size_t index;
    json_t *transform;
    json_array_foreach (json_object_get(diff, "transforms"), index, transform)
        count += get_is(transform, "transformType", type);
    return count;
}

static void add_changes(struct text *text, const json_t *diff)
{
    static const struct {
        const char *type, *verb;
    } kinds[] = {{"add_stream", "added"}, {"remove_stream", "removed"}, {"update_stream", "changed"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        text_add(text, i ? ", " : "");
        add_count(text, count_transforms(diff, kinds[i].type), "stream");
        text_add_format(text, " %s", kinds[i].verb);
    }
}

char *notification_text_schema(struct world *world, json_t *connection, const json_t *diff)
{
    struct text text = {0};
    json_auto_t *names = names_of(world, get_text_or(connection, "connectionId", ""));
    text_add_format(&text, "Schema changed: %s, from %s to %s: ", get_text_or(names, "connection", ""),
                    get_text_or(names, "source", ""), get_text_or(names, "destination", ""));
    add_changes(&text, diff);
    text_add(&text, catalog_diff_breaking(diff) ? ". This breaks the connection." : ". Nothing breaks.");
    if (get_is(connection, "status", "inactive"))
        text_add(&text, " The connection is inactive.");
    return message(&text);
}
