#include "api/public/page.h"
#include "api/routes.h"
#include "domain/tag/tag.h"

#include <stdlib.h>

bool public_tags_list(struct call *call)
{
    struct writer data = {0};
    char *workspace_ids = parameter_list(call, "workspaceIds");
    struct rows *rows = tag_list(call->world, workspace_ids);
    write_array(&data, NULL);
    while (rows_next(rows))
        write_raw(&data, NULL, rows_text(rows, 0));
    write_array_end(&data);
    free(workspace_ids);
    return reply_data(call, &data);
}

bool public_tags_create(struct call *call)
{
    return reply_document(call, tag_create(call->world, call_body(call)));
}

bool public_tags_get(struct call *call)
{
    return reply_document(call, tag_get(call->world, parameter_text(call, "tagId")));
}

bool public_tags_patch(struct call *call)
{
    return reply_document(call, tag_update(call->world, parameter_text(call, "tagId"), call_body(call)));
}

bool public_tags_delete(struct call *call)
{
    return reply_done(call, tag_delete(call->world, parameter_text(call, "tagId")));
}
