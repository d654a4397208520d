#include "http/body_code.h"

#include "base/die.h"
#include "http/internal.h"

#include <strings.h>
#include <zlib.h>

enum { GZIP_ONLY = 16 + MAX_WBITS, PIECE = 64 * 1024 };

/* How decoding ended. */
enum decoded { DECODED, DAMAGED, TOO_LARGE };

static enum decoded inflate_piece(z_stream *stream, struct text *plain, size_t limit, int *state)
{
    stream->next_out = (Bytef *)text_room(plain, PIECE);
    stream->avail_out = PIECE;
    *state = inflate(stream, Z_NO_FLUSH);
    plain->size += PIECE - stream->avail_out;
    if (*state != Z_OK && *state != Z_STREAM_END)
        return DAMAGED;
    return plain->size > limit ? TOO_LARGE : DECODED;
}

/* A body may be several gzip members, one after the other. */
static enum decoded inflate_all(z_stream *stream, struct text *plain, size_t limit)
{
    int state = Z_STREAM_END;
    while (stream->avail_in > 0 || state != Z_STREAM_END) {
        enum decoded decoded = inflate_piece(stream, plain, limit, &state);
        if (decoded != DECODED)
            return decoded;
        if (state == Z_STREAM_END && stream->avail_in > 0)
            inflateReset(stream);
    }
    return DECODED;
}

static enum decoded gunzip(const struct text *body, struct text *plain, size_t limit)
{
    z_stream stream = {.next_in = (Bytef *)body->data, .avail_in = (uInt)body->size};
    if (inflateInit2(&stream, GZIP_ONLY) != Z_OK)
        die("out of memory");
    enum decoded decoded = inflate_all(&stream, plain, limit);
    inflateEnd(&stream);
    if (plain->size > 0)
        plain->data[plain->size] = '\0';
    return decoded;
}

static void decode_gzip(struct http_connection *connection)
{
    struct request *request = &connection->exchange.request;
    struct text plain = {0};
    enum decoded decoded = gunzip(&connection->body, &plain, connection->server->options.max_body);
    text_free(&connection->body);
    if (decoded == DECODED)
        connection->body = plain;
    else
        text_free(&plain);
    request->body_too_large = decoded == TOO_LARGE;
    request->body_unreadable = decoded == DAMAGED;
    request->body = connection->body.size ? connection->body.data : "";
    request->body_size = connection->body.size;
}

static bool is_gzip(const char *code)
{
    return strcasecmp(code, "gzip") == 0 || strcasecmp(code, "x-gzip") == 0;
}

void http_body_decode(struct http_connection *connection)
{
    struct request *request = &connection->exchange.request;
    const char *code = request->body_size ? request->header(request, MHD_HTTP_HEADER_CONTENT_ENCODING) : NULL;
    if (!code || strcasecmp(code, "identity") == 0)
        return;
    if (is_gzip(code))
        decode_gzip(connection);
    else
        request->body_code = code;
}
