#include "api/routes.h"
#include "base/asset.h"
#include "base/base64.h"
#include "base/die.h"
#include "base/moment.h"
#include "base/text.h"
#include "domain/job/job.h"
#include "gateway/app.h"
#include "gateway/route_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A trace is the page as one file: its modules as data URLs that an import map names, and beside them the
 * replies that the page would read from the server, by method and path (server/web/api.js).
 */

static const char *const recorded[] = {"clock", "connections", "faults",   "gates",   "history",
                                       "jobs",  "plans",       "problems", "requests"};

enum { MOST_JOBS = 200 }; /* with their logs */

static const char *no_header(const struct request *request, const char *name)
{
    (void)request;
    (void)name;
    return NULL;
}

/* What GET /__admin/<name> answers at this moment, to be cleared. False where it refuses. */
static bool answer_to(struct call *call, const char *name, struct reply *reply)
{
    char *path = must_printf("/__admin/%s", name), *allow = NULL;
    struct exchange exchange = {
        .request = {.method = "GET", .path = path, .query = "", .body = "", .header = no_header}};
    struct call inner = *call;
    inner.path = path;
    inner.exchange = &exchange;
    inner.route = route_find(call->app->routes, "GET", path, &allow);
    bool done = inner.route->handler(&inner);
    problem_clear(&call->world->problem);
    free(path);
    *reply = exchange.reply;
    return done;
}

/* Bytes of a reply that are added without a rest. */
enum { PORTION = 64 << 10 };

/* JSON in a script must not hold what ends the script. */
static void add_json(struct text *html, const char *json, size_t size, struct work *work)
{
    for (const char *end = json + size; json < end; work_meet(work)) {
        const char *stop = end - json < PORTION ? end : json + PORTION,
                   *found = memchr(json, '<', (size_t)(stop - json));
        text_add_bytes(html, json, (size_t)((found ? found : stop) - json));
        if (found)
            text_add(html, "\\u003c");
        json = found ? found + 1 : stop;
    }
}

static void add_answer(struct text *html, struct call *call, const char *name)
{
    struct reply reply;
    if (answer_to(call, name, &reply)) {
        text_add_format(html, ",\"GET %s\":", name);
        add_json(html, reply.body, reply.body_size, call->work);
    }
    reply_clear(&reply);
}

STATEMENT(NEWEST_JOBS, "SELECT id FROM job ORDER BY status <> 'failed', id DESC LIMIT ?");

/* The newest, those that failed first. */
static void add_jobs(struct text *html, struct call *call)
{
    int64_t ids[MOST_JOBS];
    size_t count = 0;
    struct rows *rows = store_rows(call->world->store, &NEWEST_JOBS, SQL_WITH(SQL_INTEGER(MOST_JOBS)));
    while (rows_next(rows))
        ids[count++] = rows_integer(rows, 0);
    for (size_t i = 0; i < count; i++) {
        char name[48];
        snprintf(name, sizeof name, "jobs/%lld/info", (long long)ids[i]);
        add_answer(html, call, name);
    }
}

static void add_recorded(struct text *html, struct call *call)
{
    text_add_format(html, "<script id=\"recorded\" type=\"application/json\" data-sandbox=\"%s\">",
                    call->sandbox->name);
    text_add_format(html, "{\"at\":\"%s\",\"GET sandboxes\":{\"sandboxes\":[{\"name\":\"%s\"}]}",
                    moment_format(moment_now()).text, call->sandbox->name);
    for (size_t i = 0; i < sizeof recorded / sizeof *recorded; i++)
        add_answer(html, call, recorded[i]);
    add_jobs(html, call);
    text_add(html, "}</script>\n");
}

static bool is_module(const struct asset *asset)
{
    const char *suffix = strrchr(asset->name, '.');
    return suffix && strcmp(suffix, ".js") == 0;
}

/* Relative imports mean nothing in a data URL: they become names that the import map has. */
static void add_module(struct text *html, const struct asset *asset)
{
    static const char relative[] = "from \"./";
    struct text module = {0};
    const char *at = (const char *)asset->begin;
    for (const char *found; (found = strstr(at, relative)); at = found + sizeof relative - 1) {
        text_add_bytes(&module, at, (size_t)(found - at));
        text_add(&module, "from \"fakebyte/");
    }
    text_add(&module, at);
    char *encoded = base64_encode(module.data, module.size);
    text_add_format(html, "\"fakebyte/%s\":\"data:text/javascript;base64,%s\"", strrchr(asset->name, '/') + 1,
                    encoded);
    free(encoded);
    text_free(&module);
}

static void add_modules(struct text *html)
{
    const char *comma = "";
    text_add(html, "<script type=\"importmap\">{\"imports\":{");
    for (const struct asset *asset = NULL; (asset = asset_next(asset, "server/web/"));)
        if (is_module(asset)) {
            text_add(html, comma);
            add_module(html, asset);
            comma = ",";
        }
    text_add(html, "}}</script>\n<script type=\"module\">import \"fakebyte/app.js\";</script>\n");
}

/* What the page's file has between its body's tags. */
static void add_body(struct text *html)
{
    const char *page = (const char *)asset_find("server/web/index.html")->begin;
    const char *begin = strstr(page, "<body>"), *end = strstr(page, "</body>");
    text_add_bytes(html, begin, (size_t)(end - begin));
}

bool admin_trace(struct call *call)
{
    struct text html = {0};
    text_add_format(
        &html,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<title>fakebyte: %s</title>\n<style>",
        call->sandbox->name);
    text_add(&html, (const char *)asset_find("server/web/style.css")->begin);
    text_add(&html, "</style>\n");
    add_recorded(&html, call);
    add_modules(&html);
    text_add(&html, "</head>\n");
    add_body(&html);
    text_add(&html, "</body>\n</html>\n");
    size_t size = html.size;
    reply_set(&call->exchange->reply, 200, "text/html; charset=utf-8", text_take(&html), size);
    reply_header(&call->exchange->reply, "Content-Disposition",
                 "attachment; filename=\"fakebyte-trace.html\"");
    return true;
}
