#include "domain/job/event.h"

#include "base/die.h"
#include "base/word.h"
#include "domain/job/job.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
    [EVENT_ATTEMPT_START] = "attempt_start",
    [EVENT_ATTEMPT_END] = "attempt_end",
    [EVENT_SCHEDULE] = "schedule",
};

void event_free(struct event *event)
{
    free(event->connection_id);
    *event = (struct event){0};
}

STATEMENT(NEXT_DUE, "SELECT min(due) FROM event");

void event_look(struct world *world)
{
    world->next_due = store_integer(world->store, &NEXT_DUE, SQL_NOTHING, INT64_MAX);
}

STATEMENT(ADD_EVENT, "INSERT INTO event (due, kind, connection_id, job_id) VALUES (?, ?, ?, nullif(?, 0))");

void event_add(struct world *world, const struct event *event)
{
    store_run(world->store, &ADD_EVENT,
              SQL_WITH(SQL_INTEGER(event->due), SQL_TEXT(names[event->kind]), SQL_TEXT(event->connection_id),
                       SQL_INTEGER(event->job_id)));
    if (event->due < world->next_due)
        world->next_due = event->due;
}

void event_add_of_job(struct world *world, const struct job *job, enum event_kind kind, int64_t due)
{
    event_add(world, &(struct event){
                         .kind = kind, .due = due, .connection_id = job->connection_id, .job_id = job->id});
}

STATEMENT(FIRST_EVENT,
          "SELECT id, due, kind, connection_id, job_id FROM event WHERE due <= ? ORDER BY due, id LIMIT 1");
STATEMENT(REMOVE_EVENT, "DELETE FROM event WHERE id = ?");

bool event_take(struct world *world, int64_t until, struct event *event)
{
    struct rows *rows = store_rows(world->store, &FIRST_EVENT, SQL_WITH(SQL_INTEGER(until)));
    if (!rows_next(rows)) {
        event_look(world);
        return false;
    }
    int64_t id = rows_integer(rows, 0);
    *event = (struct event){
        .due = rows_integer(rows, 1),
        .kind = (enum event_kind)WORD_KNOWN(names, rows_text(rows, 2)),
        .connection_id = rows_copy(rows, 3),
        .job_id = rows_integer(rows, 4),
    };
    rows_end(rows);
    store_run(world->store, &REMOVE_EVENT, SQL_WITH(SQL_INTEGER(id)));
    return true;
}

STATEMENT(DROP_EVENTS, "DELETE FROM event WHERE connection_id = ? AND kind = ?");

void event_drop(struct world *world, const char *connection_id, enum event_kind kind)
{
    if (store_run(world->store, &DROP_EVENTS, SQL_WITH(SQL_TEXT(connection_id), SQL_TEXT(names[kind]))) > 0)
        event_look(world);
}

STATEMENT(DROP_EVENTS_OF_JOB, "DELETE FROM event WHERE job_id = ?");

void event_drop_job(struct world *world, int64_t job_id)
{
    if (store_run(world->store, &DROP_EVENTS_OF_JOB, SQL_WITH(SQL_INTEGER(job_id))) > 0)
        event_look(world);
}
