#include "api/routes.h"

#include "base/asset.h"
#include "base/die.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *suffix, *content_type;
} kinds[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
};

static const struct {
    const char *name, *value;
} headers[] = {
    {"Content-Security-Policy",
     "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cache-Control", "no-cache"},
};

static const char *content_type(const char *name)
{
    const char *suffix = strrchr(name, '.');
    for (size_t i = 0; suffix && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(suffix, kinds[i].suffix) == 0)
            return kinds[i].content_type;
    return "application/octet-stream";
}

static void send(struct reply *reply, const struct asset *asset)
{
    size_t size = asset_size(asset);
    char *body = must_strndup((const char *)asset->begin, size);
    reply_set(reply, 200, content_type(asset->name), body, size);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        reply_header(reply, headers[i].name, headers[i].value);
}

static bool serve(struct call *call, const char *file)
{
    char *name = must_printf("server/web/%s", file);
    const struct asset *asset = asset_find(name);
    free(name);
    if (!asset)
        return problem_not_found(&call->world->problem, "PAGE_FILE", file);
    send(&call->exchange->reply, asset);
    return true;
}

bool admin_ui(struct call *call)
{
    return serve(call, "index.html");
}

bool admin_ui_file(struct call *call)
{
    return serve(call, path_argument(call, "file").text);
}
