#include "sandbox/fixture.h"

#include "base/asset.h"
#include "base/die.h"
#include "sandbox/fixture_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct schema *fixture_schema(void)
{
    char *error = NULL;
    const struct asset *asset = asset_find("schema/fixture.json");
    json_auto_t *document = world_parse((const char *)asset->begin);
    struct schema *schema = schema_compile(document, &error);
    if (!schema)
        die("schema/fixture.json: %s", error);
    return schema;
}

void fixture_free(struct fixture *fixture)
{
    free(fixture->mistake.file);
    free(fixture->mistake.pointer);
    free(fixture->mistake.reason);
    *fixture = (struct fixture){0};
}

bool fixture_done(char *document)
{
    free(document);
    return document != NULL;
}

const char *fixture_text(const json_t *entry, const char *name)
{
    return json_string_value(json_object_get(entry, name));
}

bool fixture_keeps(struct fixture_load *load, const json_t *entry, const json_t *stored,
                   const char *const *members)
{
    for (; *members; members++) {
        const json_t *said = json_object_get(entry, *members);
        if (said && !json_equal(said, json_object_get(stored, *members)))
            return problem_at(&load->world->problem, PROBLEM_INVALID, *members,
                              "is %s where it was made, and cannot be changed",
                              fixture_text(stored, *members));
    }
    return true;
}

/* In the order in which they refer to each other. */
static const struct section {
    const char *name;
    bool (*load)(struct fixture_load *load, json_t *entry);
} sections[] = {
    {"workspaces", fixture_workspace},
    {"sourceDefinitions", fixture_source_definition},
    {"destinationDefinitions", fixture_destination_definition},
    {"sources", fixture_source},
    {"destinations", fixture_destination},
    {"operations", fixture_operation},
    {"connections", fixture_connection},
    {"states", fixture_state},
    {"jobs", fixture_job},
    {"plans", fixture_plan},
};

static bool load_section(struct fixture_load *load, const struct section *section,
                         struct fixture_mistake *mistake)
{
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(load->document, section->name), index, entry)
        if (!section->load(load, entry)) {
            fixture_mistake_in_entry(mistake, &load->world->problem, section->name, index, entry);
            return false;
        }
    return true;
}

static bool load_sections(struct fixture_load *load, struct fixture_mistake *mistake)
{
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (!load_section(load, &sections[i], mistake))
            return false;
    fixture_jobs_write(load);
    changes_drop(&load->world->changes); /* what is long over is no news, and had other ids on the way */
    fixture_drop_boot_workspace(load);
    return true;
}

/* Brings the document into the shape; the first fault is the mistake. */
static bool shape_sound(json_t *document, struct fixture_mistake *mistake)
{
    struct schema_faults faults = {0};
    struct schema *schema = fixture_schema();
    bool sound = schema_admit(schema, document, SCHEMA_STRICT, &faults);
    if (!sound)
        fixture_mistake_at(mistake, &faults.items[0]);
    schema_faults_free(&faults);
    schema_free(schema);
    return sound;
}

/* Faults are checked and taken as a list, all of them or none. */
static bool load_faults(struct fixture *fixture, const json_t *document)
{
    struct problem *problem = &fixture->world->problem;
    json_t *list = json_object_get(document, "faults");
    if (json_array_size(list) == 0 ||
        faults_load(fixture->faults, fixture->world->shared->shapes, list, problem))
        return true;
    fixture_mistake_at(&fixture->mistake, &problem->faults.items[0]);
    problem_clear(problem);
    return false;
}

/* What was loaded is a mistake as a whole where the store has no room for it. */
static bool fits(struct fixture *fixture)
{
    if (store_room(fixture->world->store) == STORE_ROOM)
        return true;
    int64_t limit = store_limit(fixture->world->store) >> 20;
    fixture->mistake.pointer = must_strdup("");
    fixture->mistake.reason = must_printf("a sandbox holds no more than %" PRId64 " MiB in memory", limit);
    return false;
}

bool fixture_load(struct fixture *fixture, json_t *document)
{
    struct fixture_load load = {.world = fixture->world,
                                .document = document,
                                .places = json_object(),
                                .keys = json_object(),
                                .outlines = json_object()};
    bool loaded = shape_sound(document, &fixture->mistake) && load_sections(&load, &fixture->mistake) &&
                  fits(fixture) && load_faults(fixture, document);
    json_decref(load.places);
    json_decref(load.keys);
    json_decref(load.outlines);
    fixture_jobs_free(&load);
    return loaded;
}
