#include "remote/difference.h"

#include "base/die.h"
#include "base/word.h"
#include "json/get.h"
#include "json/list.h"
#include "json/print.h"
#include "json/reading.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Members whose value no two servers share; how many jobs there are depends on how many were read. */
static const char *const volatiles[] = {
    "id",
    "jobId",
    "createdAt",
    "updatedAt",
    "endedAt",
    "created_at",
    "startTime",
    "lastUpdatedAt",
    "duration",
    "latestSyncJobCreatedAt",
    "lastSync",
    "icon",
    "iconUrl",
    "catalogId",
    "next",
    "previous",
    "logs",
    "logLines",
    "jobInfo",
    "stacktrace",
    "timestamp",
    "airbyteUrl",
    "version",
    "licenseStatus",
    "customerId",
    "exceptionStack",
    "sourceCatalogId",
    "defaultUserId",
    "errorId",
    "totalJobCount",
};

/* Ids by which items of lists are told from each other, the most special first. */
static const char *const ids[] = {
    "connectionId", "sourceId",           "destinationId",
    "operationId",  "sourceDefinitionId", "destinationDefinitionId",
    "tagId",        "workspaceId",
};

static void compare(const json_t *real, const json_t *fake, const char *at, json_t *found);

static bool is_volatile(const char *name)
{
    return WORD_PLACE(volatiles, name) < sizeof volatiles / sizeof *volatiles;
}

/* Steals `what`. */
static void note(json_t *found, const char *at, char *what)
{
    json_array_append_new(found, json_pack("{ss ss}", "pointer", *at ? at : "/", "what", what));
    free(what);
}

/* A value as it is shown; a new text. */
static char *shown(const json_t *value)
{
    char *text = json_print(value);
    if (strlen(text) > 60)
        memcpy(text + 57, "...", sizeof "...");
    return text;
}

static void note_values(const json_t *real, const json_t *fake, const char *at, json_t *found)
{
    char *one = shown(real), *other = shown(fake);
    note(found, at, must_printf("%s there, %s here", one, other));
    free(one);
    free(other);
}

static void compare_members(const json_t *real, const json_t *fake, const char *at, json_t *found)
{
    const char *name;
    json_t *value;
    json_object_foreach (json_reading(real), name, value) {
        const json_t *other = json_object_get(fake, name);
        char *below = must_printf("%s/%s", at, name);
        if (!other)
            note(found, below, must_strdup("only there"));
        else if (!is_volatile(name))
            compare(value, other, below, found);
        free(below);
    }
    json_object_foreach (json_reading(fake), name, value)
        if (!json_object_get(real, name)) {
            char *below = must_printf("%s/%s", at, name);
            note(found, below, must_strdup("only here"));
            free(below);
        }
}

/* The name of the id that all items of both lists have; NULL where there is none. */
static const char *id_of(const json_t *real, const json_t *fake)
{
    const json_t *first = json_array_get(json_array_size(real) ? real : fake, 0);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (get_text(first, ids[i]))
            return ids[i];
    return NULL;
}

/* {id: item}. New reference. */
static json_t *by_id(const json_t *list, const char *id)
{
    json_t *items = json_object(), *item;
    size_t index;
    json_array_foreach (list, index, item)
        json_object_set(items, get_text_or(item, id, ""), item);
    return items;
}

static void note_missing(size_t count, const char *first, const char *where, const char *at, json_t *found)
{
    if (count)
        note(found, at, must_printf("only %s: %zu items, such as %s", where, count, first));
}

/* How many of these the others lack, and the first of them. */
static size_t lacking(const json_t *items, const json_t *others, const char **first)
{
    size_t count = 0;
    const char *id;
    json_t *item;
    json_object_foreach (json_reading(items), id, item)
        if (!json_object_get(others, id) && count++ == 0)
            *first = id;
    return count;
}

static void compare_by_id(const json_t *real, const json_t *fake, const char *id, const char *at,
                          json_t *found)
{
    json_auto_t *there = by_id(real, id), *here = by_id(fake, id);
    const char *key, *first = "";
    json_t *item;
    size_t count = lacking(there, here, &first);
    note_missing(count, first, "there", at, found);
    count = lacking(here, there, &first);
    note_missing(count, first, "here", at, found);
    char *below = must_printf("%s/*", at);
    json_object_foreach (there, key, item)
        if (json_object_get(here, key))
            compare(item, json_object_get(here, key), below, found);
    free(below);
}

static void compare_by_place(const json_t *real, const json_t *fake, const char *at, json_t *found)
{
    size_t there = json_array_size(real), here = json_array_size(fake);
    if (there != here)
        note(found, at, must_printf("%zu items there, %zu here", there, here));
    char *below = must_printf("%s/*", at);
    for (size_t i = 0; i < there && i < here; i++)
        compare(json_array_get(real, i), json_array_get(fake, i), below, found);
    free(below);
}

static void compare(const json_t *real, const json_t *fake, const char *at, json_t *found)
{
    bool lists = json_is_array(real) && json_is_array(fake);
    const char *id = lists ? id_of(real, fake) : NULL;
    if (json_is_object(real) && json_is_object(fake))
        compare_members(real, fake, at, found);
    else if (id)
        compare_by_id(real, fake, id, at, found);
    else if (lists)
        compare_by_place(real, fake, at, found);
    else if (!json_equal(json_reading(real), json_reading(fake)))
        note_values(real, fake, at, found);
}

void difference_find(const json_t *real, const json_t *fake, json_t *found)
{
    compare(real, fake, "", found);
}
