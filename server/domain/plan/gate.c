#include "domain/plan/gate.h"

STATEMENT(OPEN_GATE, "INSERT OR IGNORE INTO gate (name) VALUES (?)");

void gate_open(struct world *world, const char *name)
{
    store_run(world->store, &OPEN_GATE, SQL_WITH(SQL_TEXT(name)));
}

STATEMENT(GATE_IS_OPEN, "SELECT 1 FROM gate WHERE name = ?");
STATEMENT(WAIT_AT_GATE, "UPDATE job SET gate = ?2 WHERE id = ?1");

bool gate_holds(struct world *world, int64_t job_id, const char *name)
{
    if (!name || store_integer(world->store, &GATE_IS_OPEN, SQL_WITH(SQL_TEXT(name)), 0))
        return false;
    store_run(world->store, &WAIT_AT_GATE, SQL_WITH(SQL_INTEGER(job_id), SQL_TEXT(name)));
    return true;
}

STATEMENT(WAITING_AT_GATE,
          "SELECT json_group_array(id) FROM (SELECT id FROM job WHERE gate = ? ORDER BY id)");
STATEMENT(LEAVE_GATE, "UPDATE job SET gate = NULL WHERE gate = ?");

json_t *gate_release(struct world *world, const char *name)
{
    json_t *waiting = world_json(world, &WAITING_AT_GATE, SQL_WITH(SQL_TEXT(name)));
    store_run(world->store, &LEAVE_GATE, SQL_WITH(SQL_TEXT(name)));
    return waiting;
}

#define GATE_DOCUMENT                                                                                        \
    "json_object('name', name, 'open', json(iif(name IN (SELECT name FROM gate), 'true', 'false')), "        \
    "'waiting', json((SELECT json_group_array(id) FROM (SELECT id FROM job WHERE job.gate = known.name "     \
    "ORDER BY id))))"

STATEMENT(LIST_GATES, "WITH known (name) AS (SELECT name FROM gate UNION "
                      "SELECT gate FROM job WHERE gate IS NOT NULL UNION "
                      "SELECT parts.value FROM plan, json_tree(plan.doc, '$.runs') AS parts "
                      "WHERE parts.key = 'gate') "
                      "SELECT " GATE_DOCUMENT " FROM known ORDER BY name");

struct rows *gate_rows(struct world *world)
{
    return store_rows(world->store, &LIST_GATES, SQL_NOTHING);
}

STATEMENT(GET_GATE, "WITH known (name) AS (VALUES (?)) SELECT " GATE_DOCUMENT " FROM known");

char *gate_get(struct world *world, const char *name)
{
    return store_text(world->store, &GET_GATE, SQL_WITH(SQL_TEXT(name)));
}
