#include "http_replies.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A line without its CR LF, which a NUL or a lone CR or LF makes none; NULL where the end is not there. */
static const char *line_end(const char *from, const char *end)
{
    return memmem(from, (size_t)(end - from), "\r\n", 2);
}

static bool digits(const char *text, size_t count)
{
    return strspn(text, "0123456789") >= count;
}

/* "HTTP/1.1 200 OK" */
static bool status_line(const char *line, size_t size, unsigned *status)
{
    bool good = size >= 13 && memcmp(line, "HTTP/1.", 7) == 0 && (line[7] == '0' || line[7] == '1') &&
                line[8] == ' ' && digits(line + 9, 3) && line[12] == ' ';
    *status = good ? (unsigned)strtoul(line + 9, NULL, 10) : 0;
    return good && *status >= 100 && *status < 600;
}

/* "Name: value" of a token's characters and printable ones. */
static bool header_line(const char *line, size_t size)
{
    const char *colon = memchr(line, ':', size);
    if (!colon || colon == line)
        return false;
    for (const char *at = line; at < line + size; at++)
        if (at < colon ? *at <= ' ' || *at == 127 : (*at >= 0 && *at < ' ' && *at != '\t') || *at == 127)
            return false;
    return true;
}

static const char *header(const struct http_message *message, const char *name, size_t *size)
{
    const char *end = message->head + message->head_size;
    for (const char *line = message->head; line < end; line = line_end(line, end) + 2) {
        size_t length = strlen(name), whole = (size_t)(line_end(line, end) - line);
        if (whole <= length || strncasecmp(line, name, length) != 0 || line[length] != ':')
            continue;
        const char *value = line + length + 1 + strspn(line + length + 1, " ");
        *size = (size_t)(line + whole - value);
        return value;
    }
    return NULL;
}

static enum http_front take_head(const char *bytes, size_t size, struct http_message *message)
{
    const char *end = bytes + size, *line = bytes;
    for (bool first = true;; first = false) {
        const char *stop = line_end(line, end);
        if (!stop)
            return HTTP_PART;
        if (stop == line && !first)
            break;
        size_t length = (size_t)(stop - line);
        if (first ? !status_line(line, length, &message->status) : !header_line(line, length))
            return HTTP_WRONG;
        line = stop + 2;
    }
    message->head = bytes;
    message->head_size = (size_t)(line - bytes);
    message->body = line + 2;
    return HTTP_WHOLE;
}

/* Over the chunks; where they end in *end. */
static enum http_front take_chunks(const char *from, const char *until, const char **end)
{
    for (;;) {
        const char *stop = line_end(from, until);
        if (!stop)
            return HTTP_PART;
        char *digits_end = NULL;
        unsigned long size = strtoul(from, &digits_end, 16);
        if (digits_end != stop || *from == '-' || *from == '+')
            return HTTP_WRONG;
        if (size + 4 > (size_t)(until - stop))
            return HTTP_PART;
        from = stop + 2 + size + 2;
        if (from[-2] != '\r' || from[-1] != '\n')
            return HTTP_WRONG;
        *end = from;
        if (size == 0)
            return HTTP_WHOLE;
    }
}

static enum http_front take_sized(const char *length, const char *from, const char *until, const char **end)
{
    if (!digits(length, 1))
        return HTTP_WRONG;
    unsigned long size = strtoul(length, NULL, 10);
    *end = from + size;
    return size > (size_t)(until - from) ? HTTP_PART : HTTP_WHOLE;
}

static bool has_no_body(const struct http_message *message)
{
    size_t size;
    return message->status < 200 || message->status == 204 || message->status == 304 ||
           header(message, HEAD_MARK, &size);
}

/* A body must say how long it is: to the end of the connection is no length. */
static enum http_front take_body(const struct http_message *message, const char *until, const char **end)
{
    size_t size;
    const char *length = header(message, "Content-Length", &size);
    const char *coding = header(message, "Transfer-Encoding", &size);
    *end = message->body;
    if (has_no_body(message))
        return HTTP_WHOLE;
    if (coding && size == 7 && strncasecmp(coding, "chunked", 7) == 0)
        return length ? HTTP_WRONG : take_chunks(message->body, until, end);
    return length ? take_sized(length, message->body, until, end) : HTTP_WRONG;
}

enum http_front http_message_take(const char *bytes, size_t size, struct http_message *message, size_t *taken)
{
    const char *end = bytes;
    *message = (struct http_message){0};
    enum http_front front = take_head(bytes, size, message);
    if (front == HTTP_WHOLE)
        front = take_body(message, bytes + size, &end);
    *taken = (size_t)(end - bytes);
    message->body_size = front == HTTP_WHOLE ? (size_t)(end - message->body) : 0;
    return front;
}
