#include "http/response.h"

#include "base/die.h"
#include "http/break.h"
#include "http/chunk.h"
#include "http/internal.h"

#include <string.h>

enum { SIZED_BLOCK = 256 << 10, ENDLESS_BLOCK = 16 << 10 };

/* Asks the stream until it has something, or says that it has not and nothing came meanwhile. */
static ssize_t stream_ask(struct http_connection *connection, char *buffer, size_t room)
{
    struct reply_stream *stream = &connection->exchange.reply.stream;
    ssize_t size = 0;
    do {
        connection->more = false;
        size = stream->read(stream->state, buffer, room);
    } while (size == 0 && connection->more);
    return size;
}

static ssize_t stream_read(void *arg, uint64_t position, char *buffer, size_t room)
{
    (void)position;
    struct http_connection *connection = arg;
    const struct reply_stream *stream = &connection->exchange.reply.stream;
    bool sized = stream->size != UINT64_MAX;
    if (connection->gone)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (!sized && !stream->ends && connection->server->draining)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (!http_chunk_ahead(connection, room))
        return connection->gone ? MHD_CONTENT_READER_END_WITH_ERROR : 0;
    ssize_t size = stream_ask(connection, buffer, room);
    if (size < 0)
        return sized || size == STREAM_BROKEN ? MHD_CONTENT_READER_END_WITH_ERROR
                                              : MHD_CONTENT_READER_END_OF_STREAM;
    if (size == 0)
        http_connection_suspend(connection, STAGE_STARVED);
    return size;
}

/* libmicrohttpd would send the body of a stream whose size it does not know, and its end at least; it cannot
 * leave Content-Length out otherwise, which says 0 then. */
static bool is_endless_head(const struct http_connection *connection)
{
    const struct reply_stream *stream = &connection->exchange.reply.stream;
    return stream->read && stream->size == UINT64_MAX &&
           strcmp(connection->exchange.request.method, MHD_HTTP_METHOD_HEAD) == 0;
}

static struct MHD_Response *response_with_body(struct http_connection *connection)
{
    struct reply *reply = &connection->exchange.reply;
    if (!reply->stream.read || is_endless_head(connection))
        return MHD_create_response_from_buffer(reply->body_size, reply->body, MHD_RESPMEM_PERSISTENT);
    size_t block = reply->stream.size == UINT64_MAX ? ENDLESS_BLOCK : SIZED_BLOCK;
    return MHD_create_response_from_callback(reply->stream.size, block, stream_read, connection, NULL);
}

static struct MHD_Response *response_new(struct http_connection *connection)
{
    const struct reply *reply = &connection->exchange.reply;
    struct MHD_Response *response = response_with_body(connection);
    if (!response)
        die("out of memory");
    if (reply->content_type && (reply->body || reply->stream.read))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->content_type);
    if (*reply->id)
        MHD_add_response_header(response, "X-Request-Id", reply->id);
    for (size_t i = 0; i < reply->header_count; i++)
        MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    if (reply->close || connection->server->draining)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    return response;
}

enum MHD_Result http_response_send(struct http_connection *connection)
{
    const struct reply *reply = &connection->exchange.reply;
    if (reply->breaks) {
        http_break(connection->socket, reply->breaks);
        return MHD_NO;
    }
    if (!reply->status)
        die("an exchange goes on without a reply: %s", connection->exchange.request.path);
    struct MHD_Response *response = response_new(connection);
    connection->stage = STAGE_SENDING;
    enum MHD_Result queued = MHD_queue_response(connection->mhd, reply->status, response);
    MHD_destroy_response(response);
    return queued;
}

void http_response_message(struct http_connection *connection, unsigned status, const char *message)
{
    struct reply *reply = &connection->exchange.reply;
    char *body = must_printf("{\"message\":\"%s\"}", message);
    reply_clear(reply);
    reply_set(reply, status, "application/json", body, strlen(body));
    reply->close = true;
}
