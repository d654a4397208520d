#include "api/public/page.h"

#include "base/die.h"
#include "gateway/app.h"
#include "json/print.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_SIZE = 20 };

char *parameter_list(const struct call *call, const char *name)
{
    const json_t *list = parameter_member(call, name);
    return json_array_size(list) ? json_print(list) : NULL;
}

struct list_page page_of(struct call *call)
{
    char *ids = parameter_list(call, "workspaceIds");
    return (struct list_page){ids, parameter_flag(call, "includeDeleted"),
                              parameter_integer(call, "limit", PAGE_SIZE),
                              parameter_integer(call, "offset", 0)};
}

void page_free(struct list_page *page)
{
    char *ids;
    memcpy(&ids, &page->workspace_ids, sizeof ids);
    free(ids);
}

/* "a,b" of a list, else the text. */
static void add_value(struct text *link, const char *name, const json_t *value)
{
    size_t index;
    const json_t *item;
    text_add_format(link, "%s=", name);
    if (json_is_string(value))
        text_add(link, json_string_value(value));
    json_array_foreach (value, index, item)
        text_add_format(link, "%s%s", index ? "," : "", json_string_value(item));
    text_add(link, "&");
}

static void add_kept(struct text *link, const struct call *call, const char *kept)
{
    for (; *kept; kept += strcspn(kept, " "), kept += *kept == ' ') {
        char *name = must_strndup(kept, strcspn(kept, " "));
        const json_t *value = parameter_member(call, name);
        if (strcmp(name, "includeDeleted") == 0)
            text_add_format(link, "%s=%s&", name, json_is_true(value) ? "true" : "false");
        else if (value)
            add_value(link, name, value);
        free(name);
    }
}

static void write_link(struct writer *writer, const char *name, const struct call *call, const char *kept,
                       int64_t offset)
{
    const struct request *request = &call->exchange->request;
    const char *url = call->app->options.public_url, *host = request->known[HEADER_HOST];
    struct text link = {0};
    if (url)
        text_add(&link, url);
    else
        text_add_format(&link, "http://%s", host ? host : "localhost:8000");
    text_add_format(&link, "%s?", request->path);
    add_kept(&link, call, kept);
    text_add_format(&link, "limit=%" PRId64 "&offset=%" PRId64, parameter_integer(call, "limit", PAGE_SIZE),
                    offset);
    write_text(writer, name, link.data);
    text_free(&link);
}

bool reply_page(struct call *call, struct writer *data, int64_t count, const char *kept)
{
    struct writer writer = {0};
    int64_t limit = parameter_integer(call, "limit", PAGE_SIZE),
            offset = parameter_integer(call, "offset", 0);
    write_object(&writer, NULL);
    if (offset > 0)
        write_link(&writer, "previous", call, kept, offset > limit ? offset - limit : 0);
    else
        write_text(&writer, "previous", "");
    if (count > 0)
        write_link(&writer, "next", call, kept, offset + limit);
    else
        write_text(&writer, "next", "");
    char *items = writer_take(data);
    write_raw(&writer, "data", items);
    free(items);
    write_object_end(&writer);
    return reply_document(call, writer_take(&writer));
}

bool reply_data(struct call *call, struct writer *data)
{
    char *items = writer_take(data), *reply = must_printf("{\"data\":%s}", items);
    free(items);
    return reply_document(call, reply);
}
