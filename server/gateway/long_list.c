#include "gateway/long_list.h"

#include "base/die.h"
#include "gateway/app.h"
#include "gateway/pieces.h"
#include "gateway/route.h"
#include "release/projection.h"
#include "json/writer.h"

#include <stdlib.h>

/* A list on its way: the documents of these keys. */
struct long_list {
    struct world *world;
    const struct list_source *source;
    int64_t *keys;
    size_t key_count, next_key;
    bool begun, closed;
};

/* As it is stored, where nothing is to be amended for the world's release. */
static bool add_stored(struct long_list *list, struct text *text, int64_t key)
{
    return !list->world->amended && store_add_lying(list->world->store, &list->source->stored, key, text);
}

/* As the world's release has it. */
static void add_amended(struct long_list *list, struct text *text, struct rows *rows)
{
    const char *stored = rows_text(rows, 0), *shape = list->source->shape;
    char *document = projection_of(list->world, shape, stored, rows_text_size(rows, 0));
    text_add(text, document);
    free(document);
}

static void add_row(struct long_list *list, struct text *text, struct rows *rows)
{
    if (list->world->amended)
        add_amended(list, text, rows);
    else
        text_add_bytes(text, rows_text(rows, 0), rows_text_size(rows, 0));
}

static bool add_by_key(struct long_list *list, struct text *text, int64_t key)
{
    struct rows *rows = list->source->row(list->world, key);
    if (!rows_next(rows))
        return false;
    add_row(list, text, rows);
    rows_end(rows);
    return true;
}

/* One that is gone takes its comma with it. */
static void add_document(struct long_list *list, struct text *text, int64_t key)
{
    size_t before = text->size;
    text_add(text, list->begun ? "," : "");
    if (add_stored(list, text, key) || add_by_key(list, text, key))
        list->begun = true;
    else
        text->size = before;
}

static bool list_next(void *state, struct text *text)
{
    struct long_list *list = state;
    if (list->next_key < list->key_count) {
        add_document(list, text, list->keys[list->next_key++]);
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

/* What lies in memory needs no query but that of the keys. */
static bool lies(const struct call *call)
{
    return !call->world->amended && store_lies(call->world->store);
}

/* In one query, as many as are sent at once; true where there are more. */
static bool gather(struct long_list *list, struct call *call, struct text *text, int64_t *count)
{
    struct rows *rows = list->source->rows(call);
    size_t limit = pieces_gathered(call);
    while (rows_next(rows)) {
        text_add(text, list->begun ? "," : "");
        add_row(list, text, rows);
        list->begun = true;
        ++*count;
        if (text->size >= limit) {
            rows_end(rows);
            return true;
        }
    }
    return false;
}

bool reply_long_list(struct call *call, const char *name, const struct list_source *source)
{
    struct long_list *list = must_zalloc(sizeof *list);
    struct writer begin = {0};
    int64_t gathered = 0;
    *list = (struct long_list){.world = call->world, .source = source};
    write_list(&begin, name);
    if (lies(call) || gather(list, call, &begin.text, &gathered))
        keys_read(list, source->keys(call, gathered));
    return reply_pieces(call, &begin.text,
                        &(struct piece_source){.next = list_next, .free = list_free, .state = list});
}
