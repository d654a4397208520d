#include "domain/job/job_origin.h"

STATEMENT(ASKED_FOR_BY, "SELECT max(id) FROM job WHERE origin = ?");

int64_t job_asked_for_by(struct world *world, const char *request_id)
{
    return store_integer(world->store, &ASKED_FOR_BY, SQL_WITH(SQL_TEXT(request_id)), 0);
}
