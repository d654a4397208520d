#include "command/release_calls.h"

#include "api/routes.h"
#include "base/die.h"
#include "gateway/route_table.h"
#include "json/get.h"
#include "json/list.h"
#include "json/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One call: its row, its body where that is known, and the answer's status. */
struct release_call {
    const struct route *row; /* NULL: none */
    char *path;
    json_t *body;
    int64_t status;
};

struct release_calls {
    struct route_table *table;
    enum release release;
    struct release_call *items;
    size_t count;
};

/* "/v1/jobs/get" of "http://host/sandboxes/x/api/v1/jobs/get/?a=b". A new text. */
static char *bare_path(const char *url)
{
    const char *scheme = strstr(url, "://");
    const char *path = scheme ? strchrnul(scheme + 3, '/') : url;
    if (strncmp(path, "/sandboxes/", 11) == 0)
        path = strchrnul(path + 11, '/');
    if (strncmp(path, "/api/", 5) == 0)
        path += 4;
    size_t size = strcspn(path, "?#");
    while (size > 1 && path[size - 1] == '/')
        size--;
    return must_strndup(path, size);
}

static void add(struct release_calls *calls, const char *method, const char *url, json_t *body,
                int64_t status)
{
    char *allow = NULL, *path = bare_path(url);
    const struct route *row = route_find(calls->table, method, path, &allow);
    free(allow);
    if ((calls->count & (calls->count - 1)) == 0)
        calls->items =
            must_realloc(calls->items, (calls->count ? 2 * calls->count : 1) * sizeof *calls->items);
    row = row ? route_of_release(calls->table, row, calls->release) : NULL;
    calls->items[calls->count++] = (struct release_call){row, path, body, status};
}

static void add_logged(struct release_calls *calls, const json_t *request)
{
    add(calls, get_text_or(request, "method", ""), get_text_or(request, "path", ""),
        json_incref(json_object_get(request, "body")), get_integer(request, "status"));
}

static void add_archived(struct release_calls *calls, const json_t *entry)
{
    const json_t *request = json_object_get(entry, "request");
    const char *text = get_text(json_object_get(request, "postData"), "text");
    json_t *body = text ? json_read(text, strlen(text), NULL) : NULL;
    add(calls, get_text_or(request, "method", ""), get_text_or(request, "url", ""), body,
        get_integer(json_object_get(entry, "response"), "status"));
}

/* False where the document is neither. */
static bool add_all(struct release_calls *calls, const json_t *document)
{
    const json_t *logged = json_object_get(document, "requests");
    const json_t *archived = json_object_get(json_object_get(document, "log"), "entries");
    size_t index;
    const json_t *item;
    json_array_foreach (logged, index, item)
        add_logged(calls, item);
    json_array_foreach (archived, index, item)
        add_archived(calls, item);
    return logged || archived;
}

struct release_calls *release_calls_read(const char *path, enum release release, char **error)
{
    json_error_t where;
    json_auto_t *document = json_load_file(path, 0, &where);
    if (!document) {
        *error = must_printf("%s:%d: %s", path, where.line, where.text);
        return NULL;
    }
    struct release_calls *calls = must_zalloc(sizeof *calls);
    calls->table = route_table_new(routes, route_count);
    calls->release = release;
    if (add_all(calls, document))
        return calls;
    *error = must_printf("%s: neither a request log (GET /__admin/requests) nor a HAR", path);
    release_calls_free(calls);
    return NULL;
}

void release_calls_free(struct release_calls *calls)
{
    if (!calls)
        return;
    for (size_t i = 0; i < calls->count; i++) {
        json_decref(calls->items[i].body);
        free(calls->items[i].path);
    }
    route_table_free(calls->table);
    free(calls->items);
    free(calls);
}

size_t release_calls_count(const struct release_calls *calls, const struct route *row)
{
    size_t count = 0;
    for (size_t i = 0; calls && i < calls->count; i++)
        count += calls->items[i].row == row;
    return count;
}

size_t release_calls_failed(const struct release_calls *calls)
{
    size_t count = 0;
    for (size_t i = 0; calls && i < calls->count; i++) {
        const struct release_call *call = &calls->items[i];
        count += call->row && call->row->api == API_CONFIG && (call->status == 404 || call->status == 500);
    }
    return count;
}

static void add_line(json_t *lines, json_t *line)
{
    if (list_has(lines, line))
        json_decref(line);
    else
        json_array_append_new(lines, line);
}

static void judge(const struct release_call *call, const struct schema *shape, json_t *lines)
{
    struct schema_faults faults = {0};
    json_auto_t *body = json_deep_copy(call->body);
    schema_admit(shape, body, SCHEMA_LENIENT, &faults);
    for (size_t i = 0; i < faults.count; i++)
        add_line(lines,
                 json_sprintf("! a call is refused: %s %s", faults.items[i].path, faults.items[i].message));
    schema_faults_free(&faults);
}

void release_calls_judge(const struct release_calls *calls, const struct route *row,
                         const struct schema *shape, json_t *lines)
{
    for (size_t i = 0; calls && shape && i < calls->count; i++)
        if (calls->items[i].row == row && calls->items[i].body)
            judge(&calls->items[i], shape, lines);
}

void release_calls_print_unknown(const struct release_calls *calls)
{
    if (!calls)
        return;
    json_auto_t *paths = json_array();
    for (size_t i = 0; i < calls->count; i++)
        if (!calls->items[i].row)
            add_line(paths, json_string(calls->items[i].path));
    for (size_t i = 0; i < json_array_size(paths); i++)
        printf("%s\n  no operation of Airbyte %s\n", json_string_value(json_array_get(paths, i)),
               release_name(calls->release));
}
