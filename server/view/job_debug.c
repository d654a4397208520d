#include "view/job_debug.h"

#include "domain/actor/actor.h"
#include "domain/connection/connection_record.h"
#include "view/job.h"
#include "json/get.h"
#include "json/writer.h"

#include <stdlib.h>

/* The definition of one end of a connection: its read. */
static char *definition_behind(struct world *world, const struct actor_kind *kind, json_t *connection)
{
    struct actor actor;
    if (!actor_load(world, kind, get_text(connection, kind->id), &actor))
        return NULL;
    char *doc = definition_get(world, kind, actor_text(&actor, kind->definition_id));
    actor_free(&actor);
    return doc;
}

static void write_debug_job(struct writer *writer, struct world *world, const struct job *job,
                            const char *source, const char *destination)
{
    write_object(writer, "job");
    write_integer(writer, "id", job->id);
    write_text(writer, "configType", job_type_name(job_type(job)));
    write_text(writer, "configId", job->connection_id);
    write_text(writer, "status", job_status_name(job->status));
    write_text(writer, "airbyteVersion", release_version(world->release));
    write_raw(writer, "sourceDefinition", source);
    write_raw(writer, "destinationDefinition", destination);
    write_object_end(writer);
}

/* Whether the connection runs any job, be it this one or another. */
static void write_workflow_state(struct writer *writer, struct world *world, const char *connection_id)
{
    struct job open;
    bool running = job_load_open(world, connection_id, &open);
    if (running)
        job_free(&open);
    write_object(writer, "workflowState");
    write_bool(writer, "running", running);
    write_object_end(writer);
}

static char *written(struct world *world, const struct job *job, const char *source, const char *destination)
{
    struct writer writer = {0};
    write_object(&writer, NULL);
    write_debug_job(&writer, world, job, source, destination);
    write_attempt_infos(&writer, "attempts", world, job, STATISTICS_EMPTY);
    write_workflow_state(&writer, world, job->connection_id);
    write_object_end(&writer);
    return writer_take(&writer);
}

char *job_debug_info(struct world *world, const struct job *job)
{
    json_auto_t *connection = connection_load(world, job->connection_id);
    if (!connection)
        return NULL;
    char *source = definition_behind(world, &SOURCE, connection);
    char *destination = definition_behind(world, &DESTINATION, connection);
    char *info = source && destination ? written(world, job, source, destination) : NULL;
    free(destination);
    free(source);
    return info;
}
