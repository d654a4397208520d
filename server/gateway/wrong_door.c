#include "gateway/wrong_door.h"

#include "base/text.h"

#include <string.h>

static const char TOKEN_DOOR[] =
    "Tokens are at /api/public/v1/applications/token, and at /api/v1/applications/token for the Config API.";
static const char PUBLIC_DOOR[] = "The public API is at /api/public/v1, the Config API at /api/v1.";

/* Families of the public API that the other layouts have right below /v1. */
static const char *const families[] = {"applications", "connections",   "connector_definitions",
                                       "dataplanes",   "destinations",  "groups",
                                       "jobs",         "organizations", "permissions",
                                       "regions",      "sources",       "streams",
                                       "tags",         "users",         "workspaces"};

static bool ends(const char *path, size_t size, const char *ending)
{
    size_t end = strlen(ending);
    return size >= end && memcmp(path + size - end, ending, end) == 0;
}

/* "/v1/jobs", "/v1/jobs/12": GET, where the Config API only knows POST /v1/jobs/get. */
static bool has_family(const char *path)
{
    const char *family = text_begins(path, "/v1/") ? path + 4 : path + 1;
    size_t size = strcspn(family, "/");
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (strlen(families[i]) == size && strncmp(families[i], family, size) == 0)
            return true;
    return false;
}

static bool is_token_door(const struct request *request, const char *path)
{
    return strcmp(path, "/public/v1/applications/token") == 0 ||
           (strcmp(path, "/v1/applications/token") == 0 && strstr(request->path, "/api/v1/"));
}

bool wrong_door_for_token(const struct request *request, const char *path, size_t size)
{
    return ends(path, size, "/applications/token") && !is_token_door(request, path);
}

const char *wrong_door_advice(const struct request *request, const char *path)
{
    size_t size = strlen(path);
    if (ends(path, size, "/token"))
        return wrong_door_for_token(request, path, size) ? TOKEN_DOOR : "";
    bool public = text_begins(path, "/public") && !text_begins(path, "/public/v1/");
    bool doubled = text_begins(path, "/public/v1/v1") || text_begins(path, "/public/v1/api") ||
                   text_begins(path, "/v1/v1");
    return public || doubled || has_family(path) ? PUBLIC_DOOR : "";
}
