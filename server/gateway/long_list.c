#include "gateway/long_list.h"

#include "base/die.h"
#include "gateway/app.h"
#include "gateway/route.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

enum { GATHERED = 1 << 20, FILL = 64 << 10 };

/* A list on its way: the text that comes next, then the documents of the keys that are left. */
struct long_list {
    struct watcher watcher;
    struct world *world; /* NULL where it holds another state by now, or is gone */
    struct rows *(*row)(struct world *world, int64_t key);
    int64_t *keys;
    size_t key_count, next_key;
    struct writer writer;
    size_t sent; /* of its text */
    bool closed;
};

static void add_document(struct writer *writer, struct rows *rows)
{
    write_raw_bytes(writer, NULL, rows_text(rows, 0), rows_text_size(rows, 0));
}

static void add_next(struct long_list *list)
{
    struct rows *rows = list->row(list->world, list->keys[list->next_key++]);
    if (!rows_next(rows))
        return;
    add_document(&list->writer, rows);
    rows_end(rows);
}

/* Makes more text, where there is more. */
static bool refill(struct long_list *list)
{
    struct text *text = &list->writer.text;
    text->size = list->sent = 0;
    while (text->size < FILL && list->next_key < list->key_count)
        add_next(list);
    if (!text->size && !list->closed) {
        write_list_end(&list->writer);
        list->closed = true;
    }
    return text->size > 0;
}

static ssize_t list_read(void *state, char *buffer, size_t room)
{
    struct long_list *list = state;
    if (!list->world)
        return STREAM_BROKEN;
    if (list->sent == list->writer.text.size && !refill(list))
        return STREAM_END;
    size_t left = list->writer.text.size - list->sent, size = left < room ? left : room;
    memcpy(buffer, list->writer.text.data + list->sent, size);
    list->sent += size;
    return (ssize_t)size;
}

static void list_end(void *state)
{
    struct long_list *list = state;
    watch_end(&list->watcher);
    text_free(&list->writer.text);
    free(list->keys);
    free(list);
}

/* Gathers documents up to `limit` bytes; their number, and *more where there are others. */
static int64_t gather(struct writer *writer, struct rows *rows, size_t limit, bool *more)
{
    int64_t count = 0;
    for (; (*more = rows_next(rows)) && writer->text.size < limit; count++)
        add_document(writer, rows);
    if (*more)
        rows_end(rows);
    return count;
}

static void keys_read(struct long_list *list, struct rows *rows)
{
    for (size_t room = 0; rows_next(rows);) {
        if (list->key_count == room) {
            room = room ? 2 * room : 256;
            list->keys = must_realloc(list->keys, room * sizeof *list->keys);
        }
        list->keys[list->key_count++] = rows_integer(rows, 0);
    }
}

static void list_hear(struct watcher *watcher, const struct notice *notice)
{
    struct long_list *list = (struct long_list *)watcher;
    if (notice->kind != NOTICE_RESET && notice->kind != NOTICE_ENDED)
        return;
    watch_end(watcher);
    list->world = NULL;
}

static bool send_rest(struct call *call, struct writer *begin, const struct list_source *source,
                      int64_t gathered)
{
    struct long_list *list = must_zalloc(sizeof *list);
    *list = (struct long_list){
        .watcher = {.notice = list_hear}, .world = call->world, .row = source->row, .writer = *begin};
    watch(&call->sandbox->watchers, &list->watcher);
    keys_read(list, source->keys(call, gathered));
    reply_set(&call->exchange->reply, route_success(call->route), "application/json", NULL, 0);
    call->exchange->reply.stream = (struct reply_stream){
        .read = list_read, .end = list_end, .state = list, .size = UINT64_MAX, .ends = true};
    return true;
}

bool reply_long_list(struct call *call, const char *name, const struct list_source *source)
{
    struct writer list = {0};
    bool more;
    size_t limit = call->app->options.check_replies ? SIZE_MAX : GATHERED;
    write_list(&list, name);
    int64_t gathered = gather(&list, source->rows(call), limit, &more);
    if (more)
        return send_rest(call, &list, source, gathered);
    write_list_end(&list);
    return reply_document(call, writer_take(&list));
}
