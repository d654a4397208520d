/* Request bodies through the dispatcher: the first line is the path of an operation, the rest its body. A
 * path that no row has stands for any row. Operations of the control API are left to targets of their own. */
#include "support.h"

#include "api/routes.h"
#include "base/die.h"

#include <stdlib.h>
#include <string.h>

static const struct route *find(const char *path)
{
    for (size_t i = 0; i < route_count; i++)
        if (strcmp(routes[i].path, path) == 0)
            return &routes[i];
    return NULL;
}

static const struct route *any(const char *path)
{
    size_t at = 0;
    for (; *path; path++)
        at = at * 31 + (unsigned char)*path;
    return &routes[at % route_count];
}

static const struct route *choose(const char *path)
{
    const struct route *route = find(path);
    if (!route)
        route = any(path);
    while (route_is_control(route))
        route = route + 1 < routes + route_count ? route + 1 : routes;
    return route;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    if (!end)
        return -1;
    struct app *app = fuzz_app();
    char *line = must_strndup((const char *)data, (size_t)(end - data));
    const struct route *route = choose(line);
    char *path = must_printf("/api%s", route->path);
    fuzz_call(app, route->method, path, end + 1, size - (size_t)(end + 1 - data));
    fuzz_reset(app);
    free(path);
    free(line);
    return 0;
}
