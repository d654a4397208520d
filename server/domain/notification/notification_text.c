#include "domain/notification/notification_text.h"

#include "base/die.h"
#include "base/moment.h"
#include "base/text.h"
#include "domain/catalog/diff.h"
#include "domain/registry/definition.h"
#include "json/get.h"
#include "json/list.h"
#include "json/print.h"
#include "json/read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

STATEMENT(ENDS, "SELECT json_object('name', connection.name, 'workspaceId', source.workspace_id, 'source', "
                "source.definition_id, 'destination', destination.definition_id) FROM connection "
                "JOIN actor AS source ON source.id = source_id "
                "JOIN actor AS destination ON destination.id = destination_id WHERE connection.id = ?");

/* Puts the connector's name in the place of its definition's id. */
static void name_end(struct world *world, const struct actor_kind *kind, json_t *ends)
{
    struct definition definition;
    const char *id = get_text(ends, kind->name);
    if (!definition_find(world, kind, id, &definition))
        return;
    json_auto_t *read = json_stored(definition.doc);
    json_object_set(ends, kind->name, json_object_get(read, "name"));
    definition_free(&definition);
}

/* {"name", "workspaceId", "source", "destination"} of a connection: its own name and its connectors'. New
 * reference. */
static json_t *ends_of(struct world *world, const char *connection_id)
{
    json_t *ends = world_json(world, &ENDS, SQL_WITH(SQL_TEXT(connection_id)));
    name_end(world, &SOURCE, ends);
    name_end(world, &DESTINATION, ends);
    return ends;
}

static char *message(struct text *text)
{
    char *words = text_take(text);
    json_auto_t *payload = json_pack("{ss}", "text", words);
    free(words);
    return json_print(payload);
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

/* "Sync failed: orders, from Faker to Postgres." */
static void add_title(struct text *text, const char *title, const json_t *ends)
{
    text_add_format(text, "%s: %s, from %s to %s.", title, get_text_or(ends, "name", ""),
                    get_text_or(ends, "source", ""), get_text_or(ends, "destination", ""));
}

/* Where to look: the page of the connection. */
static void add_link(struct text *text, const struct world *world, const json_t *ends,
                     const char *connection_id)
{
    const char *base = world->shared->settings.webapp_url;
    size_t size = strlen(base);
    text_add(text, "\n");
    text_add_bytes(text, base, size && base[size - 1] == '/' ? size - 1 : size);
    text_add_format(text, "/workspaces/%s/connections/%s", get_text_or(ends, "workspaceId", ""),
                    connection_id);
}

static void add_moved(struct text *text, const struct attempt *last)
{
    json_auto_t *output = last->output ? json_stored(last->output) : NULL;
    const json_t *streams = json_object_get(output, "streams");
    text_add(text, " It moved ");
    add_count(text, list_sum(streams, "records"), "record");
    text_add(text, " (");
    add_count(text, list_sum(streams, "bytes"), "byte");
    text_add(text, ").");
}

static void add_complaint(struct text *text, const struct attempt *last)
{
    json_auto_t *summary = last->failure ? json_stored(last->failure) : NULL;
    const json_t *first = json_array_get(json_object_get(summary, "failures"), 0);
    text_add(text, " It was attempted ");
    add_count(text, last->number + 1, "time");
    text_add_format(text, ": %s", get_text_or(first, "externalMessage", ""));
}

static void add_outcome(struct text *text, struct world *world, const struct job *job)
{
    struct attempt last;
    if (job->status == JOB_CANCELLED)
        text_add(text, " Job was cancelled.");
    else if (attempt_load_last(world, job->id, &last)) {
        (job->status == JOB_SUCCEEDED ? add_moved : add_complaint)(text, &last);
        attempt_free(&last);
    }
}

/* "Job 7 started on 2023-03-01T09:00:00Z and ran for 10 s.", and what came of it. */
static void add_job(struct text *text, struct world *world, const struct job *job)
{
    text_add_format(text, "\nJob %" PRId64 " started on %s and ran for ", job->id,
                    moment_format(job->created_at).text);
    add_span(text, job->updated_at - job->created_at);
    text_add(text, ".");
    add_outcome(text, world, job);
}

/* The title, what the connection has to expect ("" for nothing), its last job, where to look. */
static char *about_job(struct world *world, const struct job *job, const char *title, const char *prospect)
{
    struct text text = {0};
    json_auto_t *ends = ends_of(world, job->connection_id);
    add_title(&text, title, ends);
    text_add(&text, prospect);
    add_job(&text, world, job);
    add_link(&text, world, ends, job->connection_id);
    return message(&text);
}

char *notification_text_job(struct world *world, const struct job *job)
{
    char *title = must_printf("%s %s", job->reset ? "Reset" : "Sync", job_status_name(job->status));
    char *text = about_job(world, job, title, "");
    free(title);
    return text;
}

char *notification_text_disable_warning(struct world *world, const struct job *job)
{
    const struct settings *settings = &world->shared->settings;
    char *prospect =
        must_printf(" It will be disabled once %d jobs in a row, or all jobs of %d days, have failed.",
                    settings->max_failed_jobs_in_a_row, settings->max_days_of_only_failed_jobs);
    char *text = about_job(world, job, "Connection keeps failing", prospect);
    free(prospect);
    return text;
}

char *notification_text_disabled(struct world *world, const struct job *job)
{
    return about_job(world, job, "Connection disabled", " It kept failing and is inactive now.");
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
    const char *id = get_text_or(connection, "connectionId", "");
    json_auto_t *ends = ends_of(world, id);
    add_title(&text, "Schema changed", ends);
    text_add(&text, "\n");
    add_changes(&text, diff);
    text_add(&text, catalog_diff_breaking(diff) ? ". This breaks the connection." : ". Nothing breaks.");
    if (get_is(connection, "status", "inactive"))
        text_add(&text, " The connection is inactive.");
    add_link(&text, world, ends, id);
    return message(&text);
}
