#include "http/chunk.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Of a chunk: its size, as many digits as the largest needs; its bytes; the end of the line. */
enum { DIGITS = 8, SIZE_LINE = DIGITS + 2, END_LINE = 2, PARTS = 3 };

/* For one client before others have their turn. */
enum { A_TURN_MS = 1 };

/* HTTP/1.0 knows no chunks. */
static bool goes_ahead(const struct http_connection *connection)
{
    const struct reply_stream *stream = &connection->exchange.reply.stream;
    return stream->look && stream->size == UINT64_MAX && connection->interim;
}

static void pass_over(struct iovec *parts, size_t sent)
{
    for (size_t i = 0; i < PARTS; i++) {
        size_t passed = sent < parts[i].iov_len ? sent : parts[i].iov_len;
        parts[i].iov_base = (char *)parts[i].iov_base + passed;
        parts[i].iov_len -= passed;
        sent -= passed;
    }
}

static ssize_t send_from(const struct http_connection *connection, char *bytes)
{
    char line[SIZE_LINE + 1] = "", end[] = "\r\n";
    memcpy(hex_write(line, connection->chunk, DIGITS), end, END_LINE);
    struct iovec parts[PARTS] = {{line, SIZE_LINE}, {bytes, connection->chunk}, {end, END_LINE}};
    pass_over(parts, connection->chunk_sent);
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = PARTS};
    return sendmsg(connection->socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* True once all of it is on its way. */
static bool chunk_go_on(struct http_connection *connection, char *bytes)
{
    const struct reply_stream *stream = &connection->exchange.reply.stream;
    ssize_t sent = send_from(connection, bytes);
    connection->gone = sent < 0 && errno != EAGAIN && errno != EINTR;
    connection->chunk_sent += sent > 0 ? (size_t)sent : 0;
    if (connection->chunk_sent < SIZE_LINE + connection->chunk + END_LINE)
        return false;
    (void)stream->read(stream->state, NULL, connection->chunk);
    connection->chunk = connection->chunk_sent = 0;
    return true;
}

/* What comes next, as the chunk that is to be sent: true where there is one. Once the time is up, as much is
 * left as libmicrohttpd takes, so that nothing more has to be made before others have their turn. */
static bool chunk_begin(struct http_connection *connection, size_t room, int64_t end, char **bytes)
{
    const struct reply_stream *stream = &connection->exchange.reply.stream;
    ssize_t size = goes_ahead(connection) ? stream->look(stream->state, bytes) : 0;
    if (size > (ssize_t)room && !connection->chunk)
        connection->chunk = (size_t)size - (loop_now() < end ? 0 : room);
    return size > 0 && connection->chunk;
}

bool http_chunk_ahead(struct http_connection *connection, size_t room)
{
    char *bytes;
    int64_t end = loop_now() + A_TURN_MS;
    while (chunk_begin(connection, room, end, &bytes))
        if (!chunk_go_on(connection, bytes)) {
            if (!connection->gone)
                http_connection_await_room(connection);
            return false;
        }
    return true;
}
