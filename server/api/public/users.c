#include "api/public/page.h"
#include "api/routes.h"
#include "domain/access/access_row.h"
#include "json/get.h"
#include "json/list.h"
#include "json/read.h"

#include <stdlib.h>

/* Without filters everybody; with both of them whoever fits either. */
static bool is_asked_for(const struct call *call, const json_t *user)
{
    const json_t *ids = parameter_member(call, "ids"), *emails = parameter_member(call, "emails");
    return (!ids && !emails) || list_has_text(ids, get_text(user, "id")) ||
           list_has_text(emails, get_text(user, "email"));
}

bool public_users_list(struct call *call)
{
    struct writer data = {0};
    char *organization = access_get(call->world, &ORGANIZATION, parameter_text(call, "organizationId"));
    free(organization);
    if (!organization)
        return false;
    struct rows *rows = access_rows(call->world, &USER);
    write_array(&data, NULL);
    while (rows_next(rows)) {
        json_auto_t *user = json_stored(rows_text(rows, 0));
        if (is_asked_for(call, user))
            write_json(&data, NULL, user);
    }
    write_array_end(&data);
    return reply_data(call, &data);
}
