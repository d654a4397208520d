#include "api/routes.h"
#include "domain/connection/connection.h"
#include "domain/connection/connection_record.h"
#include "domain/run/simulation.h"
#include "gateway/long_list.h"
#include "view/job.h"

bool connections_create(struct call *call)
{
    return reply_document(call, connection_create(call->world, call_body(call)));
}

bool connections_update(struct call *call)
{
    return reply_document(call, connection_update(call->world, call_body(call)));
}

bool connections_get(struct call *call)
{
    return reply_written(call, connection_get(call->world, body_text(call, "connectionId")));
}

static struct rows *live_rows(struct call *call)
{
    return connection_list(call->world, body_text(call, "workspaceId"), false);
}

static struct rows *all_rows(struct call *call)
{
    return connection_list(call->world, body_text(call, "workspaceId"), true);
}

static struct rows *live_keys(struct call *call, int64_t skipped)
{
    return connection_list_keys(call->world, body_text(call, "workspaceId"), false, skipped);
}

static struct rows *all_keys(struct call *call, int64_t skipped)
{
    return connection_list_keys(call->world, body_text(call, "workspaceId"), true, skipped);
}

bool connections_list(struct call *call)
{
    static const struct list_source live = {
        "ConnectionRead", live_rows, live_keys, connection_row, {"connection", "doc"}};
    return reply_long_list(call, "connections", &live);
}

bool connections_list_all(struct call *call)
{
    static const struct list_source all = {
        "ConnectionRead", all_rows, all_keys, connection_row, {"connection", "doc"}};
    return reply_long_list(call, "connections", &all);
}

bool connections_search(struct call *call)
{
    return reply_json(call,
                      json_pack("{so}", "connections", connection_search(call->world, call_body(call))));
}

bool connections_delete(struct call *call)
{
    return reply_done(call, connection_delete(call->world, body_text(call, "connectionId")));
}

/* Replies with a job that was just started, and gives it back. */
static bool reply_job(struct call *call, bool started, struct job *job)
{
    if (!started)
        return false;
    char *info = job_info(call->world, job);
    job_free(job);
    return reply_document(call, info);
}

bool connections_sync(struct call *call)
{
    struct job job;
    return reply_job(call, simulation_sync(call->world, body_text(call, "connectionId"), &job), &job);
}

static bool reset(struct call *call, json_t *streams, bool clear)
{
    struct job job;
    return reply_job(
        call, simulation_reset(call->world, body_text(call, "connectionId"), streams, clear, &job), &job);
}

bool connections_reset(struct call *call)
{
    return reset(call, NULL, false);
}

bool connections_clear(struct call *call)
{
    return reset(call, NULL, true);
}

/* The streams that the body names, as descriptors. New reference. */
static json_t *named_streams(struct call *call)
{
    json_t *streams = json_array();
    size_t index;
    json_t *named;
    json_array_foreach (body_member(call, "streams"), index, named)
        json_array_append_new(streams, json_pack("{sO sO*}", "name", json_object_get(named, "streamName"),
                                                 "namespace", json_object_get(named, "streamNamespace")));
    return streams;
}

bool connections_reset_stream(struct call *call)
{
    json_auto_t *streams = named_streams(call);
    return reset(call, streams, false);
}

bool connections_clear_stream(struct call *call)
{
    json_auto_t *streams = named_streams(call);
    return reset(call, streams, true);
}

/* Whether a job was begun, and which: a release tells the one or the other. */
bool connections_refresh(struct call *call)
{
    struct job job;
    struct writer writer = {0};
    json_auto_t *streams = named_streams(call);
    if (!simulation_refresh(call->world, body_text(call, "connectionId"), body_text(call, "refreshMode"),
                            streams, &job))
        return false;
    write_object(&writer, NULL);
    write_bool(&writer, "value", true);
    write_job(&writer, "job", &job);
    write_object_end(&writer);
    job_free(&job);
    return reply_document(call, writer_take(&writer));
}
