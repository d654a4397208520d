#include "api/routes.h"
#include "base/die.h"
#include "domain/access/access_row.h"
#include "domain/workspace/workspace.h"
#include "gateway/app.h"
#include "json/read.h"

#include <stdlib.h>

/* Without credentials nobody logs in, else as a community install lets people. */
static const char *auth_mode(const struct app *app)
{
    return access_is_open(&app->options.access) ? "none" : "simple";
}

static char *url_of(const struct request *request)
{
    const char *host = request->known[HEADER_HOST];
    return must_printf("http://%s", host ? host : "localhost");
}

/* The one that was made first. New reference. */
static json_t *first_workspace(struct world *world)
{
    struct rows *rows = workspace_list(world);
    if (!rows_next(rows))
        return json_pack("{ss sb}", "workspaceId", DEFAULT_USER, "initialSetupComplete", false);
    json_t *workspace = json_stored(rows_text(rows, 0));
    rows_end(rows);
    return workspace;
}

/* A community install: a licence is for others, and so is the status of one (docs/decisions/releases.md). */
bool instance_configuration(struct call *call)
{
    char *url = url_of(&call->exchange->request);
    json_t *workspace = first_workspace(call->world);
    json_t *configuration = json_pack(
        "{ss ss s{ss} ss sO ss ss ss sO ss ss}", "edition", "community", "version",
        release_version(call->world->release), "auth", "mode", auth_mode(call->app), "airbyteUrl", url,
        "initialSetupComplete", json_object_get(workspace, "initialSetupComplete"), "defaultUserId",
        DEFAULT_USER, "defaultOrganizationId", DEFAULT_ORGANIZATION, "defaultOrganizationEmail",
        "airbyte@example.com", "defaultWorkspaceId", json_object_get(workspace, "workspaceId"),
        "trackingStrategy", "logging", "licenseStatus", "invalid");
    json_decref(workspace);
    free(url);
    return reply_shaped(call, configuration);
}
