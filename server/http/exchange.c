#include "http/exchange.h"

#include "base/blocks.h"
#include "base/die.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* As most clients write them. */
static const struct {
    const char *name;
    size_t size;
} known_names[KNOWN_HEADERS] = {
    [HEADER_AUTHORIZATION] = {"Authorization", sizeof "Authorization" - 1},
    [HEADER_ACCEPT] = {"Accept", sizeof "Accept" - 1},
    [HEADER_CONTENT_TYPE] = {"Content-Type", sizeof "Content-Type" - 1},
    [HEADER_HOST] = {"Host", sizeof "Host" - 1},
    [HEADER_ORIGIN] = {"Origin", sizeof "Origin" - 1},
    [HEADER_SEC_FETCH_SITE] = {"Sec-Fetch-Site", sizeof "Sec-Fetch-Site" - 1},
    [HEADER_FAKEBYTE_SANDBOX] = {"X-Fakebyte-Sandbox", sizeof "X-Fakebyte-Sandbox" - 1},
    [HEADER_FAKEBYTE_PAGE] = {"X-Fakebyte-Page", sizeof "X-Fakebyte-Page" - 1},
};

struct knowing {
    const char **known;
    struct text *packed;
};

static void pack(struct text *packed, const char *name, size_t name_size, const char *value)
{
    size_t value_size = strlen(value) + 1;
    char *to = text_room(packed, name_size + 1 + value_size);
    memcpy(to, name, name_size + 1);
    memcpy(to + name_size + 1, value, value_size);
    packed->size += name_size + 1 + value_size;
}

void header_pack(struct text *packed, const char *name, const char *value)
{
    pack(packed, name, strlen(name), value);
}

/* KNOWN_HEADERS for another. */
static size_t known_header(const char *name, size_t size)
{
    for (size_t i = 0; i < KNOWN_HEADERS; i++)
        if (known_names[i].size == size &&
            (memcmp(name, known_names[i].name, size) == 0 || strcasecmp(name, known_names[i].name) == 0))
            return i;
    return KNOWN_HEADERS;
}

static void know(void *arg, const char *name, const char *value)
{
    const struct knowing *knowing = arg;
    size_t size = strlen(name), i = known_header(name, size);
    if (i < KNOWN_HEADERS && !knowing->known[i])
        knowing->known[i] = value;
    pack(knowing->packed, name, size, value);
}

void request_know_headers(struct request *request, struct text *packed)
{
    struct knowing knowing = {request->known, packed};
    memset(request->known, 0, sizeof request->known);
    packed->size = 0;
    request->each_header(request, know, &knowing);
    request->packed = packed;
}

bool exchange_replied(const struct exchange *exchange)
{
    return exchange->reply.status || exchange->reply.breaks;
}

static void stream_drop(struct reply *reply)
{
    if (reply->stream.end)
        reply->stream.end(reply->stream.state);
    reply->stream = (struct reply_stream){0};
}

void reply_set(struct reply *reply, unsigned status, const char *content_type, char *body, size_t body_size)
{
    stream_drop(reply);
    free(reply->body);
    reply->status = status;
    reply->content_type = content_type;
    reply->body = body;
    reply->body_size = body_size;
}

void reply_header(struct reply *reply, const char *name, const char *value)
{
    if (reply->header_count == REPLY_HEADERS)
        die("more than %d headers in a reply: %s", REPLY_HEADERS, name);
    size_t name_size = strlen(name) + 1, value_size = strlen(value) + 1;
    char *both = must_alloc(name_size + value_size);
    memcpy(both, name, name_size);
    memcpy(both + name_size, value, value_size);
    reply->headers[reply->header_count++] = (struct reply_header){both, both + name_size};
}

void reply_clear(struct reply *reply)
{
    stream_drop(reply);
    for (size_t i = 0; i < reply->header_count; i++)
        free(reply->headers[i].name);
    block_give(reply->body);
    memset(reply, 0, offsetof(struct reply, headers));
}
