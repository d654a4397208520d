#include "api/public/page.h"
#include "api/routes.h"
#include "domain/registry/declarative.h"
#include "domain/removal/removal.h"
#include "domain/workspace/workspace.h"

#include <stdlib.h>

/* The ids first: each document asks the store anew. */
static void write_all(struct writer *data, struct world *world, const char *workspace_id)
{
    size_t index;
    const json_t *id;
    json_auto_t *ids = json_array();
    struct rows *rows = declarative_list(world, workspace_id);
    while (rows_next(rows))
        json_array_append_new(ids, json_string(rows_text(rows, 0)));
    write_array(data, NULL);
    json_array_foreach (ids, index, id) {
        char *doc = declarative_get(world, workspace_id, json_string_value(id));
        write_raw(data, NULL, doc);
        free(doc);
    }
    write_array_end(data);
}

bool public_declarative_sources_list(struct call *call)
{
    struct writer data = {0};
    const char *workspace_id = parameter_text(call, "workspaceId");
    if (!workspace_known(call->world, workspace_id))
        return false;
    write_all(&data, call->world, workspace_id);
    return reply_data(call, &data);
}

bool public_declarative_sources_create(struct call *call)
{
    return reply_document(call, declarative_create(call->world, parameter_text(call, "workspaceId"),
                                                   body_text(call, "name"), body_member(call, "manifest")));
}

bool public_declarative_sources_get(struct call *call)
{
    return reply_document(call, declarative_get(call->world, parameter_text(call, "workspaceId"),
                                                parameter_text(call, "definitionId")));
}

bool public_declarative_sources_put(struct call *call)
{
    return reply_document(call, declarative_publish(call->world, parameter_text(call, "workspaceId"),
                                                    parameter_text(call, "definitionId"),
                                                    body_member(call, "manifest")));
}

bool public_declarative_sources_delete(struct call *call)
{
    const char *id = parameter_text(call, "definitionId");
    char *doc = declarative_get(call->world, parameter_text(call, "workspaceId"), id);
    if (doc)
        definition_delete(call->world, &SOURCE, id);
    return reply_document(call, doc);
}
