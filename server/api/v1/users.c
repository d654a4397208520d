#include "api/routes.h"
#include "view/access.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>

bool users_get_by_auth_id(struct call *call)
{
    char *user = access_get(call->world, &USER, body_text(call, "authUserId"));
    return reply_shaped(call, user_read(call->world, user));
}

STATEMENT(PUT_PROFILE,
          "INSERT INTO user_profile (user_id, doc) VALUES (?1, ?2) ON CONFLICT (user_id) DO UPDATE SET doc = "
          "json_patch(doc, excluded.doc)");

/* What the user is besides a name. */
static void put_profile(struct world *world, const char *id, const json_t *request)
{
    static const char *const names[] = {"defaultWorkspaceId", "status", "companyName", "news", "metadata"};
    json_auto_t *profile = json_object();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (json_object_get(request, names[i]))
            json_object_set(profile, names[i], json_object_get(request, names[i]));
    char *text = json_print(profile);
    store_run(world->store, &PUT_PROFILE, SQL_WITH(SQL_TEXT(id), SQL_TEXT(text)));
    free(text);
}

bool users_update(struct call *call)
{
    const char *id = body_text(call, "userId");
    char *doc = access_get(call->world, &USER, id);
    if (!doc)
        return false;
    json_t *user = json_stored(doc);
    if (body_member(call, "name"))
        json_object_set(user, "name", body_member(call, "name"));
    free(doc);
    put_profile(call->world, id, call_body(call));
    return reply_shaped(call, user_read(call->world, access_put(call->world, &USER, user)));
}
