#include "domain/tag/tag.h"

#include "json/get.h"
#include "json/read.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_ROOM = 30, COLOR_SIZE = 6, MOST = 100 };

static const char TYPE[] = "TAG";

static size_t characters_in(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static bool is_color(const char *text)
{
    size_t size = 0;
    while (isxdigit((unsigned char)text[size]))
        size++;
    return size == COLOR_SIZE && text[size] == '\0';
}

STATEMENT(TAG_NAMED, "SELECT 1 FROM tag WHERE workspace_id = ? AND name = ? AND id <> ?");

/* Whether a tag of that workspace may be called and painted so; `id` is its own, "" for a new one. */
static bool may_be(struct world *world, const char *workspace_id, const char *id, json_t *request)
{
    struct problem *problem = &world->problem;
    const char *name = get_text(request, "name"), *color = get_text(request, "color");
    if (characters_in(name) > NAME_ROOM)
        return problem_coded(problem, PROBLEM_REFUSED, "tag-name-too-long", NULL,
                             "A tag's name has %d characters at most.", NAME_ROOM);
    if (!is_color(color))
        return problem_coded(problem, PROBLEM_REFUSED, "tag-invalid-hex-color", NULL,
                             "A color is %d hexadecimal digits, not \"%.80s\".", COLOR_SIZE, color);
    return !store_integer(world->store, &TAG_NAMED,
                          SQL_WITH(SQL_TEXT(workspace_id), SQL_TEXT(name), SQL_TEXT(id)), 0) ||
           problem_coded(problem, PROBLEM_CONFLICT, "tag-already-exists", NULL,
                         "A tag of this workspace is called \"%s\" already.", name);
}

STATEMENT(TAGGED_WORKSPACE, "SELECT 1 FROM workspace WHERE id = ? AND NOT deleted");
STATEMENT(COUNT_TAGS, "SELECT count(*) FROM tag WHERE workspace_id = ?");

static bool has_room(struct world *world, const char *workspace_id)
{
    const struct argument *id = SQL_WITH(SQL_TEXT(workspace_id));
    if (!store_integer(world->store, &TAGGED_WORKSPACE, id, 0))
        return problem_not_found(&world->problem, "STANDARD_WORKSPACE", workspace_id);
    return store_integer(world->store, &COUNT_TAGS, id, 0) < MOST ||
           problem_coded(&world->problem, PROBLEM_REFUSED, "tag-limit", NULL,
                         "A workspace has %d tags at most.", MOST);
}

STATEMENT(INSERT_TAG, "INSERT INTO tag (doc) VALUES (?)");

char *tag_create(struct world *world, json_t *request)
{
    const char *workspace_id = get_text(request, "workspaceId"), *given = get_text(request, "tagId");
    if (!has_room(world, workspace_id) || !may_be(world, workspace_id, "", request))
        return NULL;
    json_t *tag = json_copy(request);
    if (!given)
        json_object_set_new(tag, "tagId", json_string(world_uuid(world).text));
    char *doc = world_document(world, "TagResponse", tag);
    store_run(world->store, &INSERT_TAG, SQL_WITH(SQL_TEXT(doc)));
    return doc;
}

STATEMENT(GET_TAG, "SELECT doc FROM tag WHERE id = ?");

char *tag_get(struct world *world, const char *id)
{
    char *doc = store_text(world->store, &GET_TAG, SQL_WITH(SQL_TEXT(id)));
    return doc ? doc : problem_not_found(&world->problem, TYPE, id);
}

STATEMENT(UPDATE_TAG, "UPDATE tag SET doc = ?2 WHERE id = ?1");

char *tag_update(struct world *world, const char *id, json_t *request)
{
    char *old = tag_get(world, id);
    if (!old)
        return NULL;
    json_t *tag = json_take(old);
    if (!may_be(world, get_text(tag, "workspaceId"), id, request)) {
        json_decref(tag);
        return NULL;
    }
    json_object_update(tag, request);
    char *doc = world_document(world, "TagResponse", tag);
    store_run(world->store, &UPDATE_TAG, SQL_WITH(SQL_TEXT(id), SQL_TEXT(doc)));
    return doc;
}

STATEMENT(DELETE_TAG, "DELETE FROM tag WHERE id = ?");
STATEMENT(DETACH_TAG, "DELETE FROM connection_tag WHERE tag_id = ?");

bool tag_delete(struct world *world, const char *id)
{
    const struct argument *tag = SQL_WITH(SQL_TEXT(id));
    store_run(world->store, &DETACH_TAG, tag);
    return store_run(world->store, &DELETE_TAG, tag) > 0 || problem_not_found(&world->problem, TYPE, id);
}

STATEMENT(LIST_TAGS,
          "SELECT doc FROM tag WHERE ?1 IS NULL OR workspace_id IN (SELECT value FROM json_each(?1)) "
          "ORDER BY rowid");

struct rows *tag_list(struct world *world, const char *workspace_ids)
{
    return store_rows(world->store, &LIST_TAGS, SQL_WITH(SQL_TEXT(workspace_ids)));
}

STATEMENT(TAG_OF_WORKSPACE, "SELECT 1 FROM tag WHERE id = ? AND workspace_id = ?");
STATEMENT(DETACH_ALL, "DELETE FROM connection_tag WHERE connection_id = ?");
STATEMENT(ATTACH, "INSERT INTO connection_tag (connection_id, place, tag_id) VALUES (?, ?, ?)");

bool tag_attach(struct world *world, const char *connection_id, const char *workspace_id, const json_t *tags)
{
    size_t place;
    const json_t *tag;
    store_run(world->store, &DETACH_ALL, SQL_WITH(SQL_TEXT(connection_id)));
    json_array_foreach (tags, place, tag) {
        const char *id = get_text(tag, "tagId");
        if (!store_integer(world->store, &TAG_OF_WORKSPACE, SQL_WITH(SQL_TEXT(id), SQL_TEXT(workspace_id)),
                           0))
            return problem_not_found(&world->problem, TYPE, id);
        store_run(world->store, &ATTACH,
                  SQL_WITH(SQL_TEXT(connection_id), SQL_INTEGER((int64_t)place), SQL_TEXT(id)));
    }
    return true;
}

STATEMENT(WORKSPACE_OF_TAGGED,
          "SELECT actor.workspace_id FROM connection JOIN actor ON actor.id = source_id WHERE "
          "connection.id = ?");

bool tag_attach_ids(struct world *world, const char *connection_id, const json_t *ids)
{
    size_t index;
    json_t *id;
    char *workspace_id = store_text(world->store, &WORKSPACE_OF_TAGGED, SQL_WITH(SQL_TEXT(connection_id)));
    if (!workspace_id)
        return problem_not_found(&world->problem, "STANDARD_SYNC", connection_id);
    json_auto_t *tags = json_array();
    json_array_foreach (ids, index, id)
        json_array_append_new(tags, json_pack("{sO}", "tagId", id));
    bool attached = tag_attach(world, connection_id, workspace_id, tags);
    free(workspace_id);
    return attached;
}

bool tag_is_there(struct world *world, const char *id)
{
    char *doc = store_text(world->store, &GET_TAG, SQL_WITH(SQL_TEXT(id)));
    free(doc);
    return doc != NULL;
}

STATEMENT(TAGS_OF_CONNECTION,
          "SELECT json_group_array(json(doc)) FROM (SELECT doc FROM connection_tag JOIN tag ON "
          "tag.id = tag_id WHERE connection_id = ? ORDER BY place)");

char *tags_of_connection(struct world *world, const char *connection_id)
{
    return store_text(world->store, &TAGS_OF_CONNECTION, SQL_WITH(SQL_TEXT(connection_id)));
}
