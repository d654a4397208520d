#include "remote/finish.h"

#include "base/die.h"
#include "domain/registry/definition.h"
#include "domain/registry/registry.h"
#include "domain/run/simulation.h"
#include "fixture/fixture.h"
#include "remote/placeholder.h"
#include "remote/scrub.h"
#include "json/get.h"
#include "json/read.h"
#include "json/schema/shaped.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

static int by_number(const void *one, const void *other)
{
    const char *keys[] = {get_text_or(*(json_t *const *)one, "key", ""),
                          get_text_or(*(json_t *const *)other, "key", "")};
    return strverscmp(keys[0], keys[1]);
}

/* The oldest first, as they began. New reference. */
static json_t *in_order(const json_t *jobs)
{
    size_t count = json_array_size(jobs);
    const json_t **items = must_zalloc((count + 1) * sizeof *items);
    json_t *ordered = json_array();
    for (size_t i = 0; i < count; i++)
        items[i] = json_array_get(jobs, i);
    qsort(items, count, sizeof *items, by_number);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(ordered, json_deep_copy(items[i]));
    free(items);
    return ordered;
}

/* The document with the members that a fixture has, in their order, and no other. */
static void shape(struct walk *walk)
{
    struct schema *schema = fixture_schema(walk->release);
    struct writer writer = {0};
    json_object_set_new(walk->document, "airbyte", json_string(release_name(walk->release)));
    json_object_set_new(walk->document, "jobs", in_order(json_object_get(walk->document, "jobs")));
    write_shaped(&writer, NULL, schema, walk->document);
    json_decref(walk->document);
    walk->document = json_take(text_take(&writer.text));
    schema_free(schema);
}

/* The specification that the document gives a definition. Borrowed, or NULL. */
static const json_t *own_specification(const json_t *document, const struct actor_kind *kind, const char *id)
{
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(document, kind->definition_list), index, entry)
        if (get_is(entry, kind->definition_id, id))
            return json_object_get(json_object_get(entry, "spec"), "connectionSpecification");
    return NULL;
}

static void fill_actor(const struct walk *walk, const struct actor_kind *kind, json_t *entry)
{
    struct definition definition;
    const char *id = get_text_or(entry, kind->definition_id, "");
    const json_t *specification = own_specification(walk->document, kind, id);
    bool known = !specification && definition_find(walk->world, kind, id, &definition);
    if (known) {
        specification = definition_spec(walk->world, &definition)->configuration;
        definition_free(&definition);
    }
    placeholders_fill(specification, json_object_get(entry, "connectionConfiguration"));
}

static void fill(const struct walk *walk, const struct actor_kind *kind)
{
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(walk->document, kind->list), index, entry)
        fill_actor(walk, kind, entry);
}

/* The section and the place of the entry that a mistake is in: "/sources/3/name". A new text, or NULL. */
static char *section_of(const struct fixture_mistake *mistake, size_t *index)
{
    const char *slash = mistake->pointer && *mistake->pointer ? strchr(mistake->pointer + 1, '/') : NULL;
    if (!slash)
        return NULL;
    *index = strtoul(slash + 1, NULL, 10);
    return must_strndup(mistake->pointer + 1, (size_t)(slash - mistake->pointer - 1));
}

/* How an entry is called in what is left out. */
static const char *name_of(const json_t *entry)
{
    static const char *const names[] = {"name", "key", "connectionId"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (get_text(entry, names[i]))
            return get_text(entry, names[i]);
    return "";
}

/* Takes the entry out, by a null in its place until all are known. False where there is no such entry. */
static bool take_out(struct walk *walk, const struct fixture_mistake *mistake)
{
    size_t index = 0;
    char *section = section_of(mistake, &index);
    json_t *entries = section ? json_object_get(walk->document, section) : NULL;
    json_t *entry = json_array_get(entries, index);
    if (entry && !json_is_null(entry)) {
        walk_leave_out(walk, "%s %s: %s", section, name_of(entry), mistake->reason);
        json_array_set_new(entries, index, json_null());
    }
    free(section);
    return entry != NULL;
}

static void drop_nulls(json_t *document)
{
    const char *section;
    json_t *entries;
    json_object_foreach (document, section, entries)
        for (size_t i = json_array_size(entries); i-- > 0;)
            if (json_is_null(json_array_get(entries, i)))
                json_array_remove(entries, i);
}

/* What of the document does not load. */
static void try(struct walk *walk, struct fixture *fixture)
{
    json_auto_t *copy = json_deep_copy(walk->document);
    fixture->mistakes.all = true;
    store_begin(walk->world->store);
    fixture_load(fixture, copy);
    store_rollback(walk->world->store);
    simulation_forget(walk->world);
}

/* Takes out what does not load; true where everything did. */
static bool sift(struct walk *walk, char **error)
{
    struct fixture fixture = {.world = walk->world};
    try(walk, &fixture);
    bool sound = fixture.mistakes.count == 0;
    for (size_t i = 0; i < fixture.mistakes.count && !*error; i++)
        if (!take_out(walk, &fixture.mistakes.items[i]))
            *error = fixture_mistake_text(&fixture.mistakes.items[i]);
    fixture_free(&fixture);
    drop_nulls(walk->document);
    return sound;
}

bool walk_finish(struct walk *walk, char **error)
{
    shape(walk);
    scrub_secrets(json_object_get(walk->document, "workspaces"));
    fill(walk, &SOURCE);
    fill(walk, &DESTINATION);
    while (!*error && !sift(walk, error))
        ;
    if (!*error && json_array_size(json_object_get(walk->document, "workspaces")) == 0)
        *error = must_strdup("no workspace that is wanted can be read");
    return !*error;
}
