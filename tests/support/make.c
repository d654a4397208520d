#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>

char *take_text(json_t *value, const char *path)
{
    char *text = must_strdup(text_at(value, path));
    json_decref(value);
    return text;
}

json_t *one(const char *name, const char *value)
{
    return json_pack("{ss}", name, value);
}

char *make_workspace(struct api *api, const char *name)
{
    return take_text(call_ok(api, "/v1/workspaces/create", one("name", name)), "workspaceId");
}

char *first_workspace(struct api *api)
{
    json_auto_t *whole = control(api, "GET", "/export", NULL, 200);
    return must_strdup(text_at(whole, "workspaces[0].workspaceId"));
}

char *make_source(struct api *api, const char *workspace_id)
{
    json_t *request =
        json_pack("{ss ss ss s{si si}}", "sourceDefinitionId", FAKER, "workspaceId", workspace_id, "name",
                  "Sample", "connectionConfiguration", "count", 100, "seed", -1);
    return take_text(call_ok(api, "/v1/sources/create", request), "sourceId");
}

char *make_destination(struct api *api, const char *workspace_id)
{
    json_t *request =
        json_pack("{ss ss ss s{ss}}", "destinationDefinitionId", LOCAL_JSON, "workspaceId", workspace_id,
                  "name", "Files", "connectionConfiguration", "destination_path", "/local/out");
    return take_text(call_ok(api, "/v1/destinations/create", request), "destinationId");
}

static json_t *faker_catalog(struct api *api, const char *source_id)
{
    json_auto_t *discovered = call_ok(api, "/v1/sources/discover_schema", one("sourceId", source_id));
    json_t *catalog = json_incref(at(discovered, "catalog"));
    json_array_remove(at(catalog, "streams"), 2);
    return catalog;
}

char *make_connection(struct api *api)
{
    char *workspace = first_workspace(api);
    char *source = make_source(api, workspace);
    char *destination = make_destination(api, workspace);
    json_t *request = json_pack("{ss ss ss so}", "sourceId", source, "destinationId", destination, "status",
                                "active", "syncCatalog", faker_catalog(api, source));
    char *connection = take_text(call_ok(api, "/v1/connections/create", request), "connectionId");
    free(destination);
    free(source);
    free(workspace);
    return connection;
}
