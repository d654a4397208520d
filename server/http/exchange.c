#include "http/exchange.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* In lower case, so that two letters tell most others apart. */
static const char *const known_names[KNOWN_HEADERS] = {
    [HEADER_AUTHORIZATION] = "authorization",
    [HEADER_ACCEPT] = "accept",
    [HEADER_CONTENT_TYPE] = "content-type",
    [HEADER_HOST] = "host",
    [HEADER_ORIGIN] = "origin",
    [HEADER_SEC_FETCH_SITE] = "sec-fetch-site",
    [HEADER_FAKEBYTE_SANDBOX] = "x-fakebyte-sandbox",
    [HEADER_FAKEBYTE_PAGE] = "x-fakebyte-page",
};

static void note_known(void *arg, const char *name, const char *value)
{
    const char **known = arg, first = (char)(name[0] | 0x20), second = (char)(*name ? name[1] | 0x20 : 0);
    size_t i = 0;
    while (i < KNOWN_HEADERS && (known_names[i][0] != first || known_names[i][1] != second ||
                                 strcasecmp(known_names[i], name) != 0))
        i++;
    if (i < KNOWN_HEADERS && !known[i])
        known[i] = value;
}

void request_know_headers(struct request *request)
{
    memset(request->known, 0, sizeof request->known);
    request->each_header(request, note_known, request->known);
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
    free(reply->body);
    *reply = (struct reply){0};
}
