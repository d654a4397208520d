#include "domain/job/job_list.h"

#include "json/print.h"

#include <stdlib.h>
#include <string.h>

struct job_filter job_filter_of(const char *connection_id, const json_t *types)
{
    return (struct job_filter){.connection_id = connection_id,
                               .types = json_print(types),
                               .created_from = INT64_MIN,
                               .created_to = INT64_MAX,
                               .updated_from = INT64_MIN,
                               .updated_to = INT64_MAX,
                               .size = -1};
}

void job_filter_free(struct job_filter *filter)
{
    free(filter->types);
    free(filter->statuses);
}

void job_filter_by_status(struct job_filter *filter, const json_t *statuses)
{
    if (json_array_size(statuses) > 0)
        filter->statuses = json_print(statuses);
}

/* Words of types are no part of each other. */
static bool lists(const struct job_filter *filter, enum job_type type)
{
    return strstr(filter->types, job_type_name(type)) != NULL;
}

static bool bounded(const struct job_filter *filter)
{
    return filter->created_from != INT64_MIN || filter->created_to != INT64_MAX ||
           filter->updated_from != INT64_MIN || filter->updated_to != INT64_MAX;
}

/* What clients of the oldest release ask for is had by an index alone. */
static bool plain(const struct job_filter *filter)
{
    return filter->connection_id && !filter->statuses && !bounded(filter) && !filter->by_update &&
           !filter->oldest_first && !lists(filter, JOB_CLEAR) && !lists(filter, JOB_REFRESH);
}

#define OF_KINDS                                                                                             \
    " FROM job WHERE connection_id = ?1 AND config_type IN (iif(?2, 'sync', ''), iif(?3, "                   \
    "'reset_connection', '')) AND called IS NULL"

STATEMENT(LIST_JOBS, "SELECT " JOB_COLUMNS OF_KINDS " ORDER BY created_at DESC, id DESC LIMIT ?4 OFFSET ?5");

static struct rows *plain_rows(struct world *world, const struct job_filter *filter)
{
    return store_rows(world->store, &LIST_JOBS,
                      SQL_WITH(SQL_TEXT(filter->connection_id), SQL_INTEGER(lists(filter, JOB_SYNC)),
                               SQL_INTEGER(lists(filter, JOB_RESET)), SQL_INTEGER(filter->size),
                               SQL_INTEGER(filter->offset)));
}

#define FILTERED                                                                                             \
    " FROM job WHERE (?1 IS NULL OR connection_id = ?1) AND coalesce(called, config_type) IN "               \
    "(SELECT value FROM json_each(?2)) AND (?3 IS NULL OR status IN (SELECT value FROM json_each(?3))) "     \
    "AND created_at BETWEEN ?4 AND ?5 AND updated_at BETWEEN ?6 AND ?7"

STATEMENT(LIST_FILTERED, "SELECT " JOB_COLUMNS FILTERED
                         " ORDER BY iif(?8, updated_at, created_at) * ?9, id * ?9 LIMIT ?10 OFFSET ?11");

struct rows *job_list_rows(struct world *world, const struct job_filter *filter)
{
    if (plain(filter))
        return plain_rows(world, filter);
    return store_rows(world->store, &LIST_FILTERED,
                      SQL_WITH(SQL_TEXT(filter->connection_id), SQL_TEXT(filter->types),
                               SQL_TEXT(filter->statuses), SQL_INTEGER(filter->created_from),
                               SQL_INTEGER(filter->created_to), SQL_INTEGER(filter->updated_from),
                               SQL_INTEGER(filter->updated_to), SQL_INTEGER(filter->by_update),
                               SQL_INTEGER(filter->oldest_first ? 1 : -1), SQL_INTEGER(filter->size),
                               SQL_INTEGER(filter->offset)));
}

STATEMENT(COUNT_JOBS, "SELECT count(*)" OF_KINDS);
STATEMENT(COUNT_FILTERED, "SELECT count(*)" FILTERED);

int64_t job_list_count(struct world *world, const struct job_filter *filter)
{
    if (plain(filter))
        return store_integer(world->store, &COUNT_JOBS,
                             SQL_WITH(SQL_TEXT(filter->connection_id), SQL_INTEGER(lists(filter, JOB_SYNC)),
                                      SQL_INTEGER(lists(filter, JOB_RESET))),
                             0);
    return store_integer(world->store, &COUNT_FILTERED,
                         SQL_WITH(SQL_TEXT(filter->connection_id), SQL_TEXT(filter->types),
                                  SQL_TEXT(filter->statuses), SQL_INTEGER(filter->created_from),
                                  SQL_INTEGER(filter->created_to), SQL_INTEGER(filter->updated_from),
                                  SQL_INTEGER(filter->updated_to)),
                         0);
}
