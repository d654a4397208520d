#include "api/routes.h"

#include "base/die.h"
#include "base/text.h"

#include <string.h>

#define ROUTE(METHOD, PATH, HANDLER, REQUEST, REPLY, OPERATION, SUMMARY)                                     \
    {#METHOD, PATH, HANDLER, #REQUEST, #REPLY, #OPERATION, SUMMARY, false},
#undef OPEN_ROUTE
#define OPEN_ROUTE(METHOD, PATH, HANDLER, REQUEST, REPLY, OPERATION, SUMMARY)                                \
    {#METHOD, PATH, HANDLER, #REQUEST, #REPLY, #OPERATION, SUMMARY, true},
const struct route routes[] = {
#include "api/routes.def"
};
#undef ROUTE

const size_t route_count = sizeof routes / sizeof *routes;

unsigned route_success(const struct route *route)
{
    return strcmp(route->reply, NO_CONTENT) == 0 ? 204 : 200;
}

bool route_takes_body(const struct route *route)
{
    return strcmp(route->request, "Nothing") != 0;
}

bool route_gives_json(const struct route *route)
{
    return strcmp(route->reply, NO_CONTENT) != 0 && strcmp(route->reply, NO_BODY) != 0 &&
           strcmp(route->reply, PLAIN_TEXT) != 0;
}

bool route_is_open(const struct route *route)
{
    return route->open;
}

bool route_is_control(const struct route *route)
{
    return strncmp(route->path, "/__admin", 8) == 0;
}

char *route_family(const struct route *route)
{
    const char *family = route->path + sizeof "/v1/" - 1;
    return must_strndup(family, strcspn(family, "/"));
}

static bool answers(const struct route *route, const char *method)
{
    bool head = strcmp(method, "HEAD") == 0 && strcmp(route->method, "GET") == 0;
    return head || strcmp(route->method, method) == 0;
}

static void allow_also(struct text *allow, const char *method)
{
    text_add(allow, allow->size ? ", " : "");
    text_add(allow, method);
    if (strcmp(method, "GET") == 0)
        text_add(allow, ", HEAD");
}

const struct route *route_find(const char *method, const char *path, char **allow)
{
    struct text allowed = {0};
    for (const struct route *route = routes; route < routes + route_count; route++) {
        if (strcmp(route->path, path) != 0)
            continue;
        if (answers(route, method)) {
            text_free(&allowed);
            return route;
        }
        allow_also(&allowed, route->method);
    }
    *allow = allowed.size ? text_take(&allowed) : NULL;
    return NULL;
}
