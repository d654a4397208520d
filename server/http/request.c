#include "http/request.h"

#include "base/percent.h"
#include "http/internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { KEPT_BUFFER = 1 << 20 };

/* An escaped NUL stays as it is: it would hide the rest. So does an escaped slash: whether it separates, or
 * is part of a name, whoever reads the path knows. */
static void percent_decode(char *text)
{
    char *to = strchr(text, '%');
    if (!to)
        return;
    for (const char *from = to; *from; from++) {
        int byte = percent_byte(from);
        bool plain = byte > 0 && byte != '/';
        *to++ = (char)(plain ? byte : *from);
        if (plain)
            from += 2;
    }
    *to = '\0';
}

/* Merges slashes and resolves "." and "..", which never lead above the root, as the proxy in front of the
 * real server does. */
static void normalize(char *path)
{
    char *to = path;
    for (const char *from = path; *from == '/';) {
        const char *name = from + strspn(from, "/");
        size_t size = strcspn(name, "/");
        bool up = size == 2 && strncmp(name, "..", 2) == 0, stay = size == 1 && *name == '.';
        from = name + size;
        while (up && to > path && *--to != '/')
            continue;
        if (!up && !stay) {
            *to++ = '/';
            memmove(to, name, size);
            to += size;
        } else if (!*from)
            *to++ = '/';
    }
    *to = '\0';
}

/* "http://host:port/path" is as good as "/path". */
static char *without_authority(char *target)
{
    if (target[0] == '/' || target[0] == '*')
        return target;
    char *authority = strstr(target, "://");
    char *path = authority ? strchr(authority + 3, '/') : NULL;
    return path ? path : target;
}

void http_request_target(struct http_connection *connection, const char *uri)
{
    struct request *request = &connection->exchange.request;
    text_add(&connection->target, uri);
    char *path = without_authority(connection->target.data);
    char *query = strchr(path, '?');
    if (query)
        *query++ = '\0';
    percent_decode(path);
    if (strstr(path, "//") || strstr(path, "/."))
        normalize(path);
    request->path = path;
    request->query = query ? query : "";
}

static const char *header_of(const struct request *request, const char *name)
{
    return MHD_lookup_connection_value(request->headers, MHD_HEADER_KIND, name);
}

struct visitor {
    void (*visit)(void *arg, const char *name, const char *value);
    void *arg;
};

static enum MHD_Result visit_header(void *context, enum MHD_ValueKind kind, const char *name,
                                    const char *value)
{
    (void)kind;
    const struct visitor *visitor = context;
    visitor->visit(visitor->arg, name, value ? value : "");
    return MHD_YES;
}

static void each_header(const struct request *request,
                        void (*visit)(void *arg, const char *name, const char *value), void *arg)
{
    struct visitor visitor = {visit, arg};
    MHD_get_connection_values(request->headers, MHD_HEADER_KIND, visit_header, &visitor);
}

/* How the headers say where the body ends. */
struct framing {
    const char *length, *coding; /* the last of each; NULL for none */
    bool doubtful;
};

static void note_framing(void *arg, const char *name, const char *value)
{
    struct framing *framing = arg;
    if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
        framing->doubtful |= framing->length && strcmp(framing->length, value) != 0;
        framing->length = value;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
        framing->doubtful |= framing->coding || strcasecmp(value, "chunked") != 0;
        framing->coding = value;
    }
}

static struct framing framing_of(const struct request *request)
{
    struct framing framing = {0};
    each_header(request, note_framing, &framing);
    framing.doubtful |= framing.length && framing.coding;
    return framing;
}

/* libmicrohttpd ends each part of the first line with a NUL in its place. Where anything but spaces follows
 * before the next part, the NUL came from the client, who hid the rest behind it. */
static bool cut_short(const char *part, size_t size, const char *next)
{
    bool one_line = next > part && next - part < HTTP_WHOLE_HEAD;
    for (const char *at = part + size; one_line && at < next; at++)
        if (*at != '\0' && *at != ' ')
            return true;
    return false;
}

const char *http_request_head(struct http_connection *connection, const char *method, const char *version)
{
    struct request *request = &connection->exchange.request;
    request->method = method;
    request->body = "";
    request->client = connection->client;
    request->header = header_of;
    request->each_header = each_header;
    request->headers = connection->mhd;
    struct framing framing = framing_of(request);
    request->body_too_large = framing.length && strtoull(framing.length, NULL, 10) > HTTP_DROP_LIMIT;
    if (framing.doubtful)
        return "Content-Length and Transfer-Encoding leave it open where the body ends.";
    bool cut = cut_short(method, strlen(method), connection->line) ||
               cut_short(connection->line, connection->target.size, version);
    return cut ? "The first line holds a NUL." : NULL;
}

static bool drop(struct http_connection *connection, size_t size)
{
    connection->dropped += size;
    return connection->dropped <= HTTP_DROP_LIMIT;
}

bool http_request_body(struct http_connection *connection, const char *bytes, size_t size)
{
    struct request *request = &connection->exchange.request;
    struct text *body = &connection->body;
    if (request->body_too_large)
        return drop(connection, size);
    if (size > connection->server->options.max_body - body->size) {
        request->body_too_large = true;
        request->body = "";
        request->body_size = 0;
        size += body->size;
        text_free(body);
        return drop(connection, size);
    }
    text_add_bytes(body, bytes, size);
    request->body = body->data;
    request->body_size = body->size;
    return true;
}

static void buffer_reset(struct text *buffer)
{
    buffer->size = 0;
    if (buffer->room > KEPT_BUFFER)
        text_free(buffer);
}

void http_request_reset(struct http_connection *connection)
{
    connection->dropped = 0;
    buffer_reset(&connection->body);
    buffer_reset(&connection->target);
}
