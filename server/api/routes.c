#include "api/routes.h"

#include "base/die.h"
#include "base/text.h"

#include <string.h>

/* What the page's script reads of its own address: server/web/app.js, api.js. */
#define PAGE_OPTIONS "live sandbox"

/* What calls about logged requests may be narrowed down by: api/admin/request_filter.h. */
#define REQUEST_FILTERS "path method status since until after id limit"

#define SAME(TEXT, OTHER) (__builtin_strcmp(TEXT, OTHER) == 0)
#define ROW(METHOD, PATH, HANDLER, REQUEST, REPLY, OPERATION, SUMMARY, ...)                                  \
    {#METHOD,                                                                                                \
     PATH,                                                                                                   \
     sizeof(PATH) - 1,                                                                                       \
     HANDLER,                                                                                                \
     #REQUEST,                                                                                               \
     #REPLY,                                                                                                 \
     #OPERATION,                                                                                             \
     SUMMARY,                                                                                                \
     .segments = __builtin_strchr(PATH, '{') != NULL,                                                        \
     .control = __builtin_strncmp(PATH, "/v1/", 4) != 0,                                                     \
     .takes_body = !SAME(#REQUEST, "Nothing"),                                                               \
     .gives_nothing = SAME(#REPLY, NO_CONTENT),                                                              \
     .gives_json = !SAME(#REPLY, NO_CONTENT) && !SAME(#REPLY, NO_BODY) && !SAME(#REPLY, PLAIN_TEXT),         \
     __VA_ARGS__},
#define ROUTE(...) ROW(__VA_ARGS__, .open = false)
#define OPEN_ROUTE(...) ROW(__VA_ARGS__, .open = true)
#define CREATE_ROUTE(...) ROW(__VA_ARGS__, .creates = true)
const struct route routes[] = {
#include "api/routes.def"
};
#undef CREATE_ROUTE
#undef OPEN_ROUTE
#undef ROUTE

const size_t route_count = sizeof routes / sizeof *routes;

unsigned route_success(const struct route *route)
{
    if (route->creates)
        return 201;
    return route->gives_nothing ? 204 : 200;
}

bool route_takes_body(const struct route *route)
{
    return route->takes_body;
}

bool route_gives_json(const struct route *route)
{
    return route->gives_json;
}

bool route_is_open(const struct route *route)
{
    return route->open;
}

bool route_is_control(const struct route *route)
{
    return route->control;
}

bool route_deletes(const struct route *route)
{
    return strcmp(route->method, "DELETE") == 0 || strcmp(strrchr(route->path, '/'), "/delete") == 0;
}

char *route_family(const struct route *route)
{
    const char *family = strchrnul(route->path + 1, '/');
    family += *family == '/';
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

/* Steps over one segment of a pattern and of a path; false where they differ. */
static bool step(const char **pattern, const char **path)
{
    size_t wanted = strcspn(*pattern, "/"), given = strcspn(*path, "/");
    bool any = **pattern == '{' && given > 0;
    if (!any && (wanted != given || strncmp(*pattern, *path, given) != 0))
        return false;
    *pattern += wanted;
    *path += given;
    return true;
}

static bool fits(const char *pattern, const char *path)
{
    while (step(&pattern, &path)) {
        if (*pattern != *path)
            return false;
        if (*pattern == '\0')
            return true;
        pattern++;
        path++;
    }
    return false;
}

static bool matches(const struct route *route, const char *path, size_t size)
{
    if (route->segments)
        return fits(route->path, path);
    return route->path_size == size && memcmp(route->path, path, size) == 0;
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

const struct route *route_find(const char *method, const char *path, char **allow)
{
    struct text allowed = {0};
    size_t size = strlen(path);
    for (const struct route *route = routes; route < routes + route_count; route++) {
        if (!matches(route, path, size))
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
