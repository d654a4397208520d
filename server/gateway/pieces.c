#include "gateway/pieces.h"

#include "base/die.h"
#include "base/moment.h"
#include "gateway/app.h"
#include "gateway/route.h"

#include <stdlib.h>
#include <string.h>

enum { GATHERED = 1 << 20, FILL = 64 << 10, FILL_MS = 1 };

struct pieces {
    struct watcher watcher;
    struct piece_source source;
    const struct world *world;
    struct exchange *exchange;
    struct text text;
    size_t sent; /* of the text */
    bool broken; /* the sandbox holds another state by now, or is gone */
};

/* Makes more text, where there is more: what fits, or what is made before others wait for long. */
static bool refill(struct pieces *pieces)
{
    struct text *text = &pieces->text;
    int64_t end = moment_monotonic() + FILL_MS;
    text->size = pieces->sent = 0;
    while (text->size < FILL && pieces->source.next(pieces->source.state, text) && moment_monotonic() < end)
        ;
    return text->size > 0;
}

static ssize_t pieces_look(void *state, char **bytes)
{
    struct pieces *pieces = state;
    if (pieces->broken)
        return STREAM_BROKEN;
    bool empty = pieces->sent == pieces->text.size;
    if (empty && pieces->world->work)
        return 0;
    if (empty && !refill(pieces))
        return STREAM_END;
    *bytes = pieces->text.data + pieces->sent;
    return (ssize_t)(pieces->text.size - pieces->sent);
}

static ssize_t pieces_read(void *state, char *buffer, size_t room)
{
    struct pieces *pieces = state;
    char *bytes;
    ssize_t left = pieces_look(state, &bytes);
    if (left <= 0)
        return left;
    size_t size = (size_t)left < room ? (size_t)left : room;
    if (buffer)
        memcpy(buffer, bytes, size);
    pieces->sent += size;
    return (ssize_t)size;
}

static void pieces_end(void *state)
{
    struct pieces *pieces = state;
    watch_end(&pieces->watcher);
    pieces->source.free(pieces->source.state);
    text_free(&pieces->text);
    free(pieces);
}

static void pieces_hear(struct watcher *watcher, const struct notice *notice)
{
    struct pieces *pieces = (struct pieces *)watcher;
    if (notice->kind == NOTICE_FREE && pieces->exchange->stream_more)
        pieces->exchange->stream_more(pieces->exchange);
    if (notice->kind != NOTICE_RESET && notice->kind != NOTICE_ENDED)
        return;
    watch_end(watcher);
    pieces->broken = true;
}

size_t pieces_gathered(const struct call *call)
{
    return call->app->options.check_replies ? SIZE_MAX : GATHERED;
}

static bool reply_rest(struct call *call, struct text *begin, const struct piece_source *source)
{
    struct pieces *pieces = must_zalloc(sizeof *pieces);
    *pieces = (struct pieces){.watcher = {.notice = pieces_hear},
                              .source = *source,
                              .world = call->world,
                              .exchange = call->exchange,
                              .text = *begin};
    watch(&call->sandbox->watchers, &pieces->watcher);
    reply_set(&call->exchange->reply, route_success(call->route), "application/json", NULL, 0);
    call->exchange->reply.stream = (struct reply_stream){.read = pieces_read,
                                                         .look = pieces_look,
                                                         .end = pieces_end,
                                                         .state = pieces,
                                                         .size = UINT64_MAX,
                                                         .ends = true};
    return true;
}

bool reply_pieces(struct call *call, struct text *begin, const struct piece_source *source)
{
    size_t limit = pieces_gathered(call);
    bool more = true;
    while (begin->size < limit && (more = source->next(source->state, begin)))
        ;
    if (more)
        return reply_rest(call, begin, source);
    source->free(source->state);
    return reply_document(call, text_take(begin));
}
