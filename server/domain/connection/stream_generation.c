#include "domain/connection/stream_generation.h"

#include "domain/catalog/catalog.h"
#include "json/get.h"

STATEMENT(
    BEGIN_GENERATION,
    "INSERT INTO stream_generation (connection_id, name, namespace, generation, minimum, job_id) "
    "VALUES (?1, ?2, ?3, ?6 + 1, iif(?5, 0, ?6 + 1), ?4) ON CONFLICT DO UPDATE SET generation = generation + 1, "
    "minimum = iif(?5, 0, generation + 1), job_id = excluded.job_id");

void stream_generation_begin(struct world *world, const char *connection_id, int64_t job_id,
                             const json_t *entry, bool keep)
{
    const json_t *stream = json_object_get(entry, "stream");
    int64_t said = get_integer(json_object_get(entry, "config"), "generationId");
    store_run(world->store, &BEGIN_GENERATION,
              SQL_WITH(SQL_TEXT(connection_id), SQL_TEXT(get_text(stream, "name")),
                       SQL_TEXT(get_text(stream, "namespace")), SQL_INTEGER(job_id), SQL_INTEGER(keep),
                       SQL_INTEGER(said)));
}

STATEMENT(
    GENERATIONS,
    "SELECT name, namespace, generation, minimum, job_id FROM stream_generation WHERE connection_id = ?");

void stream_generation_show(struct world *world, const char *connection_id, json_t *catalog)
{
    struct rows *rows = store_rows(world->store, &GENERATIONS, SQL_WITH(SQL_TEXT(connection_id)));
    while (rows_next(rows)) {
        const json_t *entry = catalog_find(catalog, rows_text(rows, 0), rows_text(rows, 1));
        json_t *config = json_object_get(entry, "config");
        if (!config)
            continue;
        json_object_set_new(config, "generationId", json_integer(rows_integer(rows, 2)));
        json_object_set_new(config, "minimumGenerationId", json_integer(rows_integer(rows, 3)));
        json_object_set_new(config, "syncId", json_integer(rows_integer(rows, 4)));
    }
}
