#include "gateway/call.h"

#include "gateway/route.h"
#include "json/get.h"
#include "json/print.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

static const char JSON[] = "application/json";

struct path_argument path_argument(const struct call *call, const char *name)
{
    return route_argument(call->route, call->path, name);
}

json_t *call_body(struct call *call)
{
    if (!call->body && call->id.name)
        call->body = schema_id_body(&call->id);
    return call->body;
}

json_t *body_member(struct call *call, const char *name)
{
    return json_object_get(call_body(call), name);
}

const char *body_text(struct call *call, const char *name)
{
    const struct schema_id *id = &call->id;
    if (!id->name)
        return get_text(call->body, name);
    return !id->of_job && strcmp(name, id->name) == 0 ? id->id.text : NULL;
}

int64_t body_integer(struct call *call, const char *name, int64_t fallback)
{
    const struct schema_id *id = &call->id;
    if (id->name && id->of_job)
        return strcmp(name, id->name) == 0 ? id->number : fallback;
    const json_t *member = body_member(call, name);
    return json_is_integer(member) ? json_integer_value(member) : fallback;
}

bool body_flag(struct call *call, const char *name, bool fallback)
{
    const json_t *member = body_member(call, name);
    return json_is_boolean(member) ? json_is_true(member) : fallback;
}

json_t *parameter_member(const struct call *call, const char *name)
{
    return json_object_get(call->parameters, name);
}

const char *parameter_text(const struct call *call, const char *name)
{
    return json_string_value(parameter_member(call, name));
}

int64_t parameter_integer(const struct call *call, const char *name, int64_t fallback)
{
    const json_t *value = parameter_member(call, name);
    return value ? json_integer_value(value) : fallback;
}

bool parameter_flag(const struct call *call, const char *name)
{
    return json_is_true(parameter_member(call, name));
}

bool body_asks_for_page(struct call *call)
{
    static const char *const members[] = {"cursor", "pageSize", "sortKey", "filters"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (body_member(call, members[i]))
            return true;
    return false;
}

static bool send(struct call *call, const char *type, char *body, size_t size)
{
    if (!body)
        return false;
    reply_set(&call->exchange->reply, route_success(call->route), type, body, size);
    return true;
}

bool reply_written(struct call *call, struct text document)
{
    return send(call, JSON, document.data, document.size);
}

bool reply_document(struct call *call, char *document)
{
    return send(call, JSON, document, document ? strlen(document) : 0);
}

bool reply_json(struct call *call, json_t *value)
{
    char *document = value ? json_print(value) : NULL;
    json_decref(value);
    return reply_document(call, document);
}

bool reply_shaped(struct call *call, json_t *value)
{
    return reply_document(call, value ? world_document(call->world, call->route->reply, value) : NULL);
}

bool reply_text(struct call *call, char *text)
{
    return send(call, "text/plain", text, text ? strlen(text) : 0);
}

bool reply_done(struct call *call, bool done)
{
    if (done)
        reply_set(&call->exchange->reply, route_success(call->route), NULL, NULL, 0);
    return done;
}

bool reply_list(struct call *call, const char *name, struct rows *rows)
{
    struct writer list = {0};
    write_list(&list, name);
    while (rows_next(rows))
        write_raw_bytes(&list, NULL, rows_text(rows, 0), rows_text_size(rows, 0));
    write_list_end(&list);
    size_t size = list.text.size;
    return send(call, JSON, writer_take(&list), size);
}

void call_leave_transaction(struct call *call)
{
    world_commit(call->world);
}

void call_enter_transaction(struct call *call)
{
    store_begin(call->world->store);
    call->clock = call->world->clock;
    call->now = call->world->now;
}
