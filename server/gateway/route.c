#include "gateway/route.h"

#include "base/die.h"

#include <string.h>

unsigned route_success(const struct route *route)
{
    if (route->creates || route->moved)
        return route->moved ? 302 : 201;
    return route->gives_nothing ? 204 : 200;
}

bool route_takes_body(const struct route *route)
{
    return route->takes_body && !route->refusal;
}

bool route_gives_json(const struct route *route)
{
    return route->gives_json;
}

bool route_is_open(const struct route *route)
{
    return route->open;
}

bool route_is_at_once(const struct route *route)
{
    return route->open || route->at_once;
}

bool route_is_control(const struct route *route)
{
    return route->api == API_CONTROL;
}

bool route_spoken(const struct route *route, enum release release)
{
    return route->since <= release && (!route->until || release < route->until);
}

bool route_deletes(const struct route *route)
{
    return route->deletes;
}

char *route_family(const struct route *route)
{
    const char *path = route->path + (route->api == API_PUBLIC ? strlen("/public") : 0);
    const char *family = *path ? strchrnul(path + 1, '/') : path;
    family += *family == '/';
    return must_strndup(family, strcspn(family, "/"));
}

struct path_argument route_argument(const struct route *route, const char *path, const char *name)
{
    struct path_argument argument = {""};
    const char *pattern = route->path;
    size_t size = strlen(name);
    while (pattern && path &&
           !(pattern[1] == '{' && strncmp(pattern + 2, name, size) == 0 && pattern[2 + size] == '}')) {
        pattern = strchr(pattern + 1, '/');
        path = strchr(path + 1, '/');
    }
    if (pattern && path && strcspn(path + 1, "/") < sizeof argument.text)
        memcpy(argument.text, path + 1, strcspn(path + 1, "/"));
    return argument;
}
