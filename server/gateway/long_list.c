#include "gateway/long_list.h"

#include "base/die.h"
#include "gateway/app.h"
#include "gateway/pieces.h"
#include "gateway/route.h"
#include "release/projection.h"
#include "json/writer.h"

#include <stdlib.h>

/* What is left of a list on its way: the documents of these keys. */
struct long_list {
    struct world *world;
    const struct list_source *source;
    int64_t *keys;
    size_t key_count, next_key;
    bool closed;
};

/* As the world's release has it. */
static void add_document(struct text *text, struct world *world, const char *shape, struct rows *rows)
{
    if (!world->amended) {
        text_add_bytes(text, rows_text(rows, 0), rows_text_size(rows, 0));
        return;
    }
    char *document = projection_of(world, shape, rows_text(rows, 0), rows_text_size(rows, 0));
    text_add(text, document);
    free(document);
}

static void add_by_key(struct long_list *list, struct text *text)
{
    struct rows *rows = list->source->row(list->world, list->keys[list->next_key++]);
    if (!rows_next(rows))
        return;
    text_add(text, ",");
    add_document(text, list->world, list->source->shape, rows);
    rows_end(rows);
}

static bool list_next(void *state, struct text *text)
{
    struct long_list *list = state;
    if (list->next_key < list->key_count) {
        add_by_key(list, text);
        return true;
    }
    if (list->closed)
        return false;
    list->closed = true;
    text_add(text, "]}");
    return true;
}

static void list_free(void *state)
{
    struct long_list *list = state;
    free(list->keys);
    free(list);
}

/* Gathers documents up to `limit` bytes; their number, and *more where there are others. */
static int64_t gather(struct writer *writer, struct call *call, const struct list_source *source,
                      size_t limit, bool *more)
{
    struct rows *rows = source->rows(call);
    int64_t count = 0;
    for (; (*more = rows_next(rows)) && writer->text.size < limit; count++) {
        write_raw_bytes(writer, NULL, "", 0); /* the comma before it */
        add_document(&writer->text, call->world, source->shape, rows);
    }
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

static bool send_rest(struct call *call, struct writer *begin, const struct list_source *source,
                      int64_t gathered)
{
    struct long_list *list = must_zalloc(sizeof *list);
    *list = (struct long_list){.world = call->world, .source = source};
    keys_read(list, source->keys(call, gathered));
    return reply_rest(call, &begin->text,
                      &(struct piece_source){.next = list_next, .free = list_free, .state = list});
}

bool reply_long_list(struct call *call, const char *name, const struct list_source *source)
{
    struct writer list = {0};
    bool more;
    write_list(&list, name);
    int64_t gathered = gather(&list, call, source, pieces_gathered(call), &more);
    if (more)
        return send_rest(call, &list, source, gathered);
    write_list_end(&list);
    return reply_document(call, writer_take(&list));
}
