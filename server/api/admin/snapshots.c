#include "api/routes.h"
#include "base/moment.h"
#include "gateway/app.h"
#include "gateway/call_steps.h"
#include "gateway/request_target.h"
#include "sandbox/sandbox.h"
#include "sandbox/sandbox_name.h"
#include "verdict/kept.h"
#include "json/writer.h"

static void write_snapshot(struct writer *writer, const struct snapshot *snapshot)
{
    write_object(writer, NULL);
    write_text(writer, "name", snapshot->name);
    write_text(writer, "time", moment_format(snapshot->image.clock.origin).text);
    write_integer(writer, "bytes", (int64_t)snapshot->image.size);
    write_object_end(writer);
}

static bool reply_snapshot(struct call *call, const struct snapshot *snapshot)
{
    struct writer writer = {0};
    write_snapshot(&writer, snapshot);
    return reply_document(call, writer_take(&writer));
}

/* The snapshot that the path names, or NULL with a problem. */
static const struct snapshot *named_snapshot(struct call *call)
{
    struct path_argument name = path_argument(call, "name");
    const struct snapshot *snapshot = snapshots_find(&call->sandbox->snapshots, name.text);
    return snapshot
               ? snapshot
               : problem_set(&call->world->problem, PROBLEM_NOT_FOUND, "There is no snapshot %s.", name.text);
}

bool admin_snapshots_list(struct call *call)
{
    struct writer writer = {0};
    write_object(&writer, NULL);
    write_array(&writer, "snapshots");
    for (size_t i = 0; i < call->sandbox->snapshots.count; i++)
        write_snapshot(&writer, &call->sandbox->snapshots.items[i]);
    write_array_end(&writer);
    write_object_end(&writer);
    return reply_document(call, writer_take(&writer));
}

bool admin_snapshots_put(struct call *call)
{
    struct path_argument name = path_argument(call, "name");
    if (!sandbox_name_valid(name.text))
        return problem_at(&call->world->problem, PROBLEM_INVALID, "name",
                          "a snapshot is named by 1 to %d of the characters A-Z a-z 0-9 . _ -", SANDBOX_NAME);
    if (!store_can_save(call->world->store))
        return problem_set(
            &call->world->problem, PROBLEM_FULL,
            "the sandbox %s is too large for a snapshot, which lies in memory and holds no more "
            "than 2 GiB. A fork holds as much as the disk.",
            call->sandbox->name);
    const struct snapshot *taken = snapshots_take(&call->sandbox->snapshots, name.text, call->world);
    return taken && reply_snapshot(call, taken);
}

bool admin_snapshots_get(struct call *call)
{
    const struct snapshot *snapshot = named_snapshot(call);
    return snapshot && reply_snapshot(call, snapshot);
}

bool admin_snapshots_delete(struct call *call)
{
    const struct snapshot *snapshot = named_snapshot(call);
    return reply_done(call,
                      snapshot && snapshots_drop(&call->sandbox->snapshots, snapshot->name, call->work));
}

bool admin_snapshots_restore(struct call *call)
{
    const struct snapshot *snapshot = named_snapshot(call);
    if (!snapshot)
        return false;
    problems_keep(call->app, call->sandbox);
    calls_end(call->app, call->sandbox, CALLS_ALL, "was put back to a snapshot");
    call_leave_transaction(call);
    bool restored = sandbox_restore(call->sandbox, &snapshot->image);
    call_enter_transaction(call);
    return restored && reply_snapshot(call, snapshot);
}
