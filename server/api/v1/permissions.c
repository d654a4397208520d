#include "api/routes.h"
#include "domain/access/access_row.h"

#include <stdlib.h>

STATEMENT(PERMISSIONS_OF_USER,
          "SELECT doc FROM access WHERE kind = 'permission' AND doc ->> 'userId' = ? ORDER BY rowid");

bool permissions_list_by_user(struct call *call)
{
    char *user = access_get(call->world, &USER, body_text(call, "userId"));
    free(user);
    return user && reply_list(call, "permissions",
                              store_rows(call->world->store, &PERMISSIONS_OF_USER,
                                         SQL_WITH(SQL_TEXT(body_text(call, "userId")))));
}
