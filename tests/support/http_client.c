#include "support/http_client.h"

#include "support/testing.h"

#include "base/die.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MS = 30000, A_TURN_MS = 5 };

struct http_client *http_client_open(struct loop *loop, const char *host, unsigned port)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *address = NULL;
    char service[16];
    snprintf(service, sizeof service, "%u", port);
    assert_int_equal(getaddrinfo(host, service, &hints, &address), 0);
    struct http_client *client = must_zalloc(sizeof *client);
    client->loop = loop;
    client->socket = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(client->socket >= 0);
    assert_int_equal(connect(client->socket, address->ai_addr, address->ai_addrlen), 0);
    freeaddrinfo(address);
    return client;
}

void http_client_close(struct http_client *client)
{
    close(client->socket);
    text_free(&client->in);
    free(client);
}

static void take_in(struct http_client *client)
{
    static char buffer[1 << 16];
    while (!client->end) {
        ssize_t size = recv(client->socket, buffer, sizeof buffer, MSG_DONTWAIT);
        if (size > 0)
            text_add_bytes(&client->in, buffer, (size_t)size);
        else if (size == 0)
            client->end = 1;
        else if (errno == EAGAIN)
            return;
        else
            client->end = errno;
    }
}

void http_client_turn(struct http_client *client, int timeout_ms)
{
    struct pollfd ready = {.fd = client->socket, .events = POLLIN};
    if (client->loop)
        loop_turn(client->loop, timeout_ms);
    else
        poll(&ready, 1, timeout_ms);
    take_in(client);
}

void http_client_send(struct http_client *client, const void *bytes, size_t size)
{
    const char *left = bytes;
    int64_t end = loop_now() + PATIENCE_MS;
    while (size && loop_now() < end) {
        ssize_t sent = send(client->socket, left, size, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN)
            return;
        left += sent < 0 ? 0 : sent;
        size -= sent < 0 ? 0 : (size_t)sent;
        if (size)
            http_client_turn(client, A_TURN_MS);
    }
}

void http_client_text(struct http_client *client, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    int size = vasprintf(&text, format, arguments);
    va_end(arguments);
    assert_true(size >= 0);
    http_client_send(client, text, (size_t)size);
    free(text);
}

bool http_client_await(struct http_client *client, size_t size)
{
    int64_t end = loop_now() + PATIENCE_MS;
    take_in(client);
    while (client->in.size < size && !client->end && loop_now() < end)
        http_client_turn(client, A_TURN_MS);
    return client->in.size >= size;
}

static void forget(struct http_client *client, size_t size)
{
    client->in.size -= size;
    memmove(client->in.data, client->in.data + size, client->in.size + 1);
}

/* Waits for a line end and gives the size of what is before and with it; 0 where it does not come. */
static size_t await_mark(struct http_client *client, size_t from, const char *mark)
{
    for (;;) {
        const char *found = client->in.size > from
                                ? memmem(client->in.data + from, client->in.size - from, mark, strlen(mark))
                                : NULL;
        if (found)
            return (size_t)(found - client->in.data) + strlen(mark);
        if (!http_client_await(client, client->in.size + 1))
            return 0;
    }
}

static bool take_head(struct http_client *client, struct http_reply *reply)
{
    size_t size = await_mark(client, 0, "\r\n\r\n");
    if (!size)
        return false;
    reply->head = must_strndup(client->in.data, size);
    forget(client, size);
    return sscanf(reply->head, "HTTP/1.%*d %u", &reply->status) == 1;
}

static bool take_sized(struct http_client *client, struct text *body, size_t size)
{
    if (!http_client_await(client, size))
        return false;
    text_add_bytes(body, size ? client->in.data : "", size);
    if (size)
        forget(client, size);
    return true;
}

/* -1 for the end or what is no chunk. */
static long take_chunk(struct http_client *client, struct text *body)
{
    size_t line = await_mark(client, 0, "\r\n");
    if (!line)
        return -1;
    char *end = NULL;
    long size = strtol(client->in.data, &end, 16);
    if (end == client->in.data || *end != '\r' || size < 0)
        return -1;
    forget(client, line);
    if (!take_sized(client, body, (size_t)size) || await_mark(client, 0, "\r\n") != 2)
        return -1;
    forget(client, 2);
    return size;
}

static bool take_chunks(struct http_client *client, struct text *body)
{
    long size = 0;
    do
        size = take_chunk(client, body);
    while (size > 0);
    return size == 0;
}

static bool take_body(struct http_client *client, struct http_reply *reply)
{
    char *length = http_reply_header(reply, "Content-Length");
    char *coding = http_reply_header(reply, "Transfer-Encoding");
    struct text body = {0};
    reply->chunked = coding && strcmp(coding, "chunked") == 0;
    bool whole = reply->chunked ? take_chunks(client, &body)
                                : take_sized(client, &body, length ? strtoul(length, NULL, 10) : 0);
    free(length);
    free(coding);
    reply->body_size = body.size;
    reply->body = text_take(&body);
    return whole;
}

bool http_client_reply(struct http_client *client, struct http_reply *reply)
{
    *reply = (struct http_reply){0};
    if (take_head(client, reply) && take_body(client, reply))
        return true;
    http_reply_free(reply);
    return false;
}

bool http_client_reply_head(struct http_client *client, struct http_reply *reply)
{
    *reply = (struct http_reply){0};
    return take_head(client, reply);
}

int http_client_end(struct http_client *client)
{
    int64_t end = loop_now() + PATIENCE_MS;
    take_in(client);
    while (!client->end && loop_now() < end)
        http_client_turn(client, A_TURN_MS);
    return client->end;
}

char *http_reply_header(const struct http_reply *reply, const char *name)
{
    for (const char *line = strstr(reply->head, "\r\n"); line; line = strstr(line + 2, "\r\n")) {
        const char *field = line + 2;
        size_t size = strlen(name);
        if (strncasecmp(field, name, size) != 0 || field[size] != ':')
            continue;
        const char *value = field + size + 1 + strspn(field + size + 1, " ");
        return must_strndup(value, strcspn(value, "\r"));
    }
    return NULL;
}

void http_reply_free(struct http_reply *reply)
{
    free(reply->head);
    free(reply->body);
    *reply = (struct http_reply){0};
}

void http_client_get(struct http_client *client, const char *path)
{
    http_client_text(client, "GET %s HTTP/1.1\r\nHost: t\r\n\r\n", path);
}
