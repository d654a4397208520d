#include "domain/world/world.h"

#include "base/die.h"
#include "json/drop.h"
#include "json/read.h"
#include "json/schema/schema.h"
#include "json/schema/shaped.h"
#include "json/writer.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void world_renew_steps(struct world *world)
{
    world->steps = steps_of_a_request;
    world->steps.work = world->work;
}

void world_give_to(struct world *world, struct work *work)
{
    world->work = world->steps.work = work;
    store_give_to(world->store, work);
}

STATEMENT(
    REMEMBER,
    "INSERT INTO memory (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value");

void world_commit(struct world *world)
{
    if (world->lasting && world->rng.state != world->remembered) {
        char *state = must_printf("%" PRIu64, world->rng.state);
        store_run(world->store, &REMEMBER, SQL_WITH(SQL_TEXT("random numbers"), SQL_TEXT(state)));
        world->remembered = world->rng.state;
        free(state);
    }
    store_commit(world->store);
}

int64_t world_tell_time(struct world *world)
{
    world->time_told = true;
    return world->now;
}

static void speak(struct world *world, enum release release)
{
    world->release = release;
    world->shapes = release_shapes_of(world->shared->shapes, release);
}

void world_speak(struct world *world, enum release release)
{
    speak(world, release);
    world->amended = world->amended || release > 0;
    if (world->amended)
        store_run(world->store, &REMEMBER, SQL_WITH(SQL_TEXT("airbyte"), SQL_TEXT(release_name(release))));
}

STATEMENT(RECALL, "SELECT value FROM memory WHERE key = ?");

void world_recall_release(struct world *world)
{
    char *name = store_text(world->store, &RECALL, SQL_WITH(SQL_TEXT("airbyte")));
    enum release release = name ? release_find(name) : 0;
    world->amended = name != NULL;
    speak(world, release < RELEASES ? release : 0);
    free(name);
}

void world_recall(struct world *world)
{
    char *state = store_text(world->store, &RECALL, SQL_WITH(SQL_TEXT("random numbers")));
    if (state && world->lasting)
        world->rng.state = world->remembered = strtoull(state, NULL, 10);
    free(state);
}

void world_miss(const struct world *world, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *what = must_vprintf(format, arguments);
    va_end(arguments);
    if (!store_broken(world->store))
        die("%s", what);
    free(what);
}

struct uuid world_uuid(struct world *world)
{
    return uuid_new(&world->rng);
}

char *world_document(const struct world *world, const char *shape, json_t *value)
{
    const struct schema *schema = schema_library_find(world->shapes, shape);
    struct writer writer = {.work = work_running(world->work)};
    if (!schema)
        die("no shape %s", shape);
    write_shaped(&writer, NULL, schema, value);
    json_drop(value, writer.work);
    return writer_take(&writer);
}

json_t *world_json(const struct world *world, const struct statement *query, const struct argument *arguments)
{
    return json_take(store_text(world->store, query, arguments));
}

json_t *world_shape(const struct world *world, const char *shape, json_t *value)
{
    return json_take(world_document(world, shape, value));
}
