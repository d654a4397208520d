#include "view/access.h"

#include "json/get.h"
#include "json/read.h"

#include <strings.h>

/* The document, and its text freed; NULL for NULL. New reference. */
json_t *organization_read(char *document)
{
    json_t *read = json_take(document);
    if (!read)
        return NULL;
    json_auto_t *rest = json_pack("{sb sb sb}", "pba", false, "orgLevelBilling", false, "sso", false);
    json_object_update_missing(read, rest);
    return read;
}

STATEMENT(PROFILE_OF_USER, "SELECT doc FROM user_profile WHERE user_id = ?");

/* Whoever logs users in knows them by the same id. */
json_t *user_read(struct world *world, char *document)
{
    json_t *user = json_take(document);
    if (!user)
        return NULL;
    const char *id = get_text(user, "id");
    char *profile = store_text(world->store, &PROFILE_OF_USER, SQL_WITH(SQL_TEXT(id)));
    json_t *read = profile ? json_take(profile) : json_object();
    json_auto_t *rest = json_pack("{ss ss sO sO ss ss s{}}", "userId", id, "authUserId", id, "name",
                                  json_object_get(user, "name"), "email", json_object_get(user, "email"),
                                  "authProvider", "airbyte", "status", "registered", "metadata");
    json_object_update_missing(read, rest);
    json_decref(user);
    return read;
}

static bool contains(const json_t *item, const char *member, const char *piece)
{
    return !piece || strcasestr(get_text_or(item, member, ""), piece);
}

json_t *access_page(json_t *list, const char *member, const json_t *request)
{
    const json_t *pagination = json_object_get(request, "pagination");
    int64_t skip = get_integer_or(pagination, "rowOffset", 0);
    int64_t room = get_integer_or(pagination, "pageSize", INT64_MAX);
    json_t *page = json_array(), *item;
    size_t index;
    json_array_foreach (list, index, item)
        if (contains(item, member, get_text(request, "nameContains")) && skip-- <= 0 && room-- > 0)
            json_array_append(page, item);
    json_decref(list);
    return page;
}
