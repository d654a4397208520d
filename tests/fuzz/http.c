/* Bytes of HTTP over a socket of this machine: the first byte says in what pieces the rest is sent ('A' for
 * all at once, else its value). What the control API changes is left to targets of their own. */
#include "http_replies.h"
#include "support.h"

#include "base/die.h"
#include "base/text.h"
#include "http/connection.h"
#include "http/internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { QUIET_TURNS = 4, MOST_TURNS = 20000, MOST_READ = 8 << 20, SPARE_DESCRIPTORS = 16 };

struct service {
    struct loop *loop;
    struct app *app;
    struct http_server *server;
    bool asked;          /* the app, since the last reset */
    int free_descriptor; /* the lowest at the start; libFuzzer itself has some open now and then */
};

/* A client's connection, whose server runs on this thread. */
struct client {
    struct service *service;
    int socket;
    bool ended;
    struct text in;
};

_Noreturn static void broken(const char *what, const struct text *in)
{
    fprintf(stderr, "%s\n%.*s\n", what, (int)(in ? in->size : 0), in && in->data ? in->data : "");
    abort();
}

/* The control API is only read here: a fault or a clock gone far would be no fault of the server. */
static bool refused(const struct request *request)
{
    return strstr(request->path, "__admin") && strcmp(request->method, "GET") != 0 &&
           strcmp(request->method, "HEAD") != 0;
}

static void answer(void *context, struct exchange *exchange)
{
    struct service *service = context;
    service->asked = true;
    if (refused(&exchange->request))
        reply_set(&exchange->reply, 204, NULL, NULL, 0);
    else
        app_answer(service->app, exchange);
    if (strcmp(exchange->request.method, "HEAD") == 0)
        reply_header(&exchange->reply, HEAD_MARK, "yes");
}

static int lowest_free_descriptor(void)
{
    int lowest = dup(STDERR_FILENO);
    close(lowest);
    return lowest;
}

/* Nothing to read or no room to write just now. */
static bool not_yet(ssize_t size)
{
    return size < 0 && (errno == EAGAIN || errno == EINTR);
}

static struct service *start(void)
{
    static struct service service;
    static const struct http_options options = {
        .host = "127.0.0.1", .max_body = 64 << 10, .max_connections = 16, .idle_seconds = 60};
    char *error = NULL;
    service.loop = loop_new();
    service.app = fuzz_app_on(service.loop);
    service.server =
        http_server_start(service.loop, &options, (struct http_handler){answer, &service}, &error);
    if (!service.server)
        die("%s", error);
    service.free_descriptor = lowest_free_descriptor();
    return &service;
}

/* libFuzzer's alarm may interrupt it, and it goes on all the same. */
static void connect_to(int socket, const struct sockaddr_in *address)
{
    while (connect(socket, (const struct sockaddr *)address, sizeof *address) != 0 && errno != EISCONN)
        if (errno != EINTR && errno != EALREADY)
            die("connect: %s", strerror(errno));
}

static struct client client_open(struct service *service)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)http_server_port(service->server)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct client client = {.service = service, .socket = socket(AF_INET, SOCK_STREAM, 0)};
    if (client.socket < 0)
        die("socket: %s", strerror(errno));
    connect_to(client.socket, &address);
    return client;
}

/* True where something came. */
static bool take_in(struct client *client)
{
    static char buffer[1 << 16];
    size_t before = client->in.size;
    while (!client->ended) {
        ssize_t size = recv(client->socket, buffer, sizeof buffer, MSG_DONTWAIT);
        if (not_yet(size))
            break;
        client->ended = size <= 0;
        if (size > 0)
            text_add_bytes(&client->in, buffer, (size_t)size);
    }
    if (client->in.size > MOST_READ)
        broken("a reply without end", NULL);
    return client->in.size > before;
}

/* Until nothing happens any more. */
static void settle(struct client *client)
{
    int turns = 0;
    for (int quiet = 0; quiet < QUIET_TURNS; turns++) {
        loop_turn(client->service->loop, 0);
        quiet = take_in(client) ? 0 : quiet + 1;
        if (turns > MOST_TURNS)
            broken("it never rests", &client->in);
    }
}

static void send_pieces(struct client *client, const uint8_t *bytes, size_t size, size_t piece)
{
    while (size) {
        size_t some = size < piece ? size : piece;
        ssize_t sent = send(client->socket, bytes, some, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && !not_yet(sent))
            return;
        bytes += sent < 0 ? 0 : sent;
        size -= sent < 0 ? 0 : (size_t)sent;
        loop_turn(client->service->loop, 0);
        take_in(client);
    }
}

/* Gone with a reset, so that no port waits for a while; the server must then have forgotten it. */
static void client_close(struct client *client)
{
    struct service *service = client->service;
    setsockopt(client->socket, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
    close(client->socket);
    for (int turns = 0; service->server->connection_count; turns++) {
        loop_turn(service->loop, turns < QUIET_TURNS ? 0 : 1);
        if (turns > MOST_TURNS)
            broken("a connection stays", NULL);
    }
    text_free(&client->in);
}

/* What libmicrohttpd refuses by itself has no number of ours. */
static bool may_be(const struct http_message *message)
{
    bool ours = memmem(message->head, message->head_size, "X-Request-Id", 12);
    bool sandbox = message->body_size && memmem(message->body, message->body_size, "sandbox", 7);
    if (message->status < 500)
        return true;
    return ours ? message->status == 503 && sandbox
                : message->status == 501 || message->status == 503 || message->status == 505;
}

/* All of it is replies; the last may be cut where it is a stream or the connection ended. The number of whole
 * ones.
 */
static size_t check_replies(const struct client *client)
{
    size_t count = 0, taken;
    struct http_message message;
    for (size_t at = 0; at < client->in.size; at += taken, count++) {
        enum http_front front =
            http_message_take(client->in.data + at, client->in.size - at, &message, &taken);
        if (front == HTTP_PART)
            return count;
        if (front == HTTP_WRONG)
            broken("no HTTP:", &client->in);
        if (!may_be(&message))
            broken("a failure of the server:", &client->in);
    }
    return count;
}

static void check_held(const struct service *service)
{
    for (const struct http_connection *each = service->server->connections; each; each = each->next)
        if (each->stage == STAGE_HELD || each->stage == STAGE_READY)
            broken("a request without a reply", NULL);
}

/* Whatever came before, the next client is served. */
static void check_service(struct service *service)
{
    static const char probe[] = "GET /api/v1/health HTTP/1.1\r\nHost: x\r\n\r\n";
    struct client client = client_open(service);
    send_pieces(&client, (const uint8_t *)probe, sizeof probe - 1, sizeof probe);
    settle(&client);
    if (check_replies(&client) != 1 || !memmem(client.in.data, client.in.size, " 200 ", 5))
        broken("the next client:", &client.in);
    client_close(&client);
    if (lowest_free_descriptor() > service->free_descriptor + SPARE_DESCRIPTORS)
        broken("descriptors stay open", NULL);
}

/* Sandboxes that were made go; the default one is what it was. */
static void reset(struct service *service)
{
    struct app *app = service->app;
    for (size_t i = sandboxes_count(app->sandboxes); i-- > 0;) {
        char *path = must_printf("/__admin/sandboxes/%s", sandboxes_at(app->sandboxes, i)->name);
        if (strcmp(path, "/__admin/sandboxes/default") != 0)
            fuzz_call(app, "DELETE", path, "", 0);
        free(path);
    }
    fuzz_reset(app);
    service->asked = false;
}

/* A method with a NUL in it is HEAD to us and another to libmicrohttpd, so nobody can tell where its reply
 * ends. */
static bool ambiguous(const uint8_t *data, size_t size)
{
    return memmem(data, size, "HEAD", sizeof "HEAD") != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct service *service;
    if (!service)
        service = start();
    if (size < 2 || ambiguous(data, size))
        return -1;
    struct client client = client_open(service);
    send_pieces(&client, data + 1, size - 1, data[0] == 'A' ? size : (size_t)data[0] + 1);
    settle(&client);
    check_held(service);
    check_replies(&client);
    client_close(&client);
    if (service->asked)
        reset(service);
    check_service(service);
    service->asked = false;
    return 0;
}
