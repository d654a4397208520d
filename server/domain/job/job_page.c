#include "domain/job/job_page.h"

STATEMENT(
    PAGE_OF_JOBS,
    "SELECT " JOB_COLUMNS
    " FROM job WHERE (?1 IS NULL OR connection_id = ?1) AND (?2 IS NULL OR connection_id IN "
    "(SELECT connection.id FROM actor JOIN connection ON source_id = actor.id WHERE actor.workspace_id IN "
    "(SELECT value FROM json_each(?2)))) AND (?3 IS NULL OR coalesce(called, config_type) = ?3) AND (?4 IS NULL OR status = ?4) "
    "AND created_at BETWEEN ?5 AND ?6 AND updated_at BETWEEN ?7 AND ?8 ORDER BY ?9 * iif(?10, updated_at, "
    "created_at), ?9 * id LIMIT ?11 OFFSET ?12");

struct rows *job_page(struct world *world, const struct job_page *page)
{
    return store_rows(world->store, &PAGE_OF_JOBS,
                      SQL_WITH(SQL_TEXT(page->connection_id), SQL_TEXT(page->workspace_ids),
                               SQL_TEXT(page->config_type), SQL_TEXT(page->status),
                               SQL_INTEGER(page->created_from), SQL_INTEGER(page->created_to),
                               SQL_INTEGER(page->updated_from), SQL_INTEGER(page->updated_to),
                               SQL_INTEGER(page->descending ? -1 : 1), SQL_INTEGER(page->by_update),
                               SQL_INTEGER(page->limit), SQL_INTEGER(page->offset)));
}

STATEMENT(COMMITTED,
          "SELECT sum(value ->> 'committed'), sum(iif(value ->> 'records' > 0, (value ->> 'bytes') * "
          "(value ->> 'committed') / (value ->> 'records'), 0)) FROM attempt, json_each(output, '$.streams') "
          "WHERE job_id = ? AND output IS NOT NULL");

struct job_committed job_committed(struct world *world, int64_t job_id)
{
    struct job_committed committed = {0};
    struct rows *rows = store_rows(world->store, &COMMITTED, SQL_WITH(SQL_INTEGER(job_id)));
    if (rows_next(rows)) {
        committed = (struct job_committed){rows_integer(rows, 0), rows_integer(rows, 1)};
        rows_end(rows);
    }
    return committed;
}
