#include "api/public/page.h"
#include "api/routes.h"
#include "domain/access/access_row.h"

bool public_organizations_list(struct call *call)
{
    struct writer data = {0};
    struct rows *rows = access_rows(call->world, &ORGANIZATION);
    write_array(&data, NULL);
    while (rows_next(rows))
        write_raw(&data, NULL, rows_text(rows, 0));
    write_array_end(&data);
    return reply_data(call, &data);
}
