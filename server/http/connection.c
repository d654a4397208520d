#include "http/connection.h"

#include "base/die.h"
#include "http/body_code.h"
#include "http/break.h"
#include "http/internal.h"
#include "http/request.h"
#include "http/response.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/* A hold that ends sooner, as one that waits for a commit does, is not worth the system calls of a watch. */
enum { UNWATCHED_MS = 3 };

/* One connection too many has so long to ask what it is told then. */
enum { REFUSED_SECONDS = 5 };

static bool suspended(const struct http_connection *connection)
{
    enum http_stage stage = connection->stage;
    return stage == STAGE_HELD || stage == STAGE_STARVED || stage == STAGE_FULL;
}

/* Lets libmicrohttpd go on with a suspended connection, in the next turn. */
static void release(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    connection->stage = connection->stage == STAGE_HELD ? STAGE_READY : STAGE_SENDING;
    if (connection->watched)
        loop_unwatch(server->loop, connection->socket);
    connection->watched = false;
    loop_timer_cancel(server->loop, &connection->patience);
    MHD_resume_connection(connection->mhd);
    loop_timer_at(server->loop, &server->timer, 0);
}

static void resume(struct exchange *exchange)
{
    struct http_connection *connection = exchange->connection;
    exchange->abandoned = NULL;
    if (connection->stage == STAGE_HELD)
        release(connection);
}

static void stream_more(struct exchange *exchange)
{
    struct http_connection *connection = exchange->connection;
    connection->more = true;
    if (connection->stage == STAGE_STARVED)
        release(connection);
}

/* Tells whoever holds the exchange to let go of it, and releases it. */
static void abandon(struct http_connection *connection)
{
    struct exchange *exchange = &connection->exchange;
    bool held = connection->stage == STAGE_HELD;
    release(connection);
    if (held && exchange->abandoned)
        exchange->abandoned(exchange);
}

static void client_moved(void *arg, uint32_t events);

static void watch_for(struct http_connection *connection, uint32_t events)
{
    loop_watch(connection->server->loop, connection->socket, events, client_moved, connection);
    connection->watched = true;
}

/* Whether a client that ends its sending waits for its reply, or is gone, shows when something is sent to it:
 * to one that waits a reply that it has to overlook, or the next piece of a stream. */
static void client_ended(struct http_connection *connection)
{
    static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
    connection->half_closed = true;
    loop_unwatch(connection->server->loop, connection->socket);
    watch_for(connection, 0); /* EPOLLHUP and EPOLLERR come unasked */
    if (connection->stage == STAGE_HELD && connection->interim)
        http_send_raw(connection->socket, interim, sizeof interim - 1);
}

static void client_moved(void *arg, uint32_t events)
{
    struct http_connection *connection = arg;
    connection->gone = events & (EPOLLHUP | EPOLLERR);
    if (connection->gone)
        abandon(connection);
    else if (connection->stage == STAGE_FULL)
        release(connection);
    else
        client_ended(connection);
}

void http_connection_suspend(struct http_connection *connection, enum http_stage stage)
{
    struct http_server *server = connection->server;
    connection->stage = stage;
    MHD_suspend_connection(connection->mhd);
    if (!server->watch_timer.place)
        loop_timer_at(server->loop, &server->watch_timer, loop_now() + UNWATCHED_MS);
}

/* libmicrohttpd counts no time while a connection is suspended. */
void http_connection_await_room(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    unsigned seconds = server->options.idle_seconds;
    connection->stage = STAGE_FULL;
    MHD_suspend_connection(connection->mhd);
    watch_for(connection, EPOLLOUT);
    if (seconds)
        loop_timer_at(server->loop, &connection->patience, loop_now() + (int64_t)seconds * 1000);
}

static void patience_ended(void *connection)
{
    http_connection_cut(connection);
}

void http_connection_watch(struct http_connection *connection)
{
    if (connection->watched || !suspended(connection))
        return;
    watch_for(connection, connection->half_closed ? 0 : EPOLLRDHUP);
}

static void exchange_reset(struct http_connection *connection)
{
    struct exchange *exchange = &connection->exchange;
    reply_clear(&exchange->reply);
    exchange->request = (struct request){0};
    exchange->trace = (struct trace){0};
    exchange->holder = NULL;
    exchange->abandoned = NULL;
    http_request_reset(connection);
    connection->chunk = connection->chunk_sent = 0;
    connection->stage = STAGE_IDLE;
}

/* The client's address; an IPv4 one in IPv6's clothes is given as itself. */
static void client_name(struct http_connection *connection, const struct sockaddr *address)
{
    static const char mapped[] = "::ffff:";
    char *name = connection->client;
    if (address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, name,
                  INET6_ADDRSTRLEN);
    if (address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, name,
                  INET6_ADDRSTRLEN);
    if (strncmp(name, mapped, strlen(mapped)) == 0 && strchr(name, '.'))
        memmove(name, name + strlen(mapped), strlen(name + strlen(mapped)) + 1);
}

static void connection_link(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    connection->next = server->connections;
    if (connection->next)
        connection->next->previous = connection;
    server->connections = connection;
    server->connection_count++;
}

static void connection_unlink(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    if (connection->next)
        connection->next->previous = connection->previous;
    if (connection->previous)
        connection->previous->next = connection->next;
    else
        server->connections = connection->next;
    server->connection_count--;
}

static struct http_connection *connection_new(struct http_server *server, struct MHD_Connection *mhd)
{
    struct http_connection *connection = must_zalloc(sizeof *connection);
    connection->server = server;
    connection->mhd = mhd;
    connection->socket = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    connection->exchange.connection = connection;
    connection->exchange.resume = resume;
    connection->exchange.stream_more = stream_more;
    connection->patience = (struct loop_timer){.callback = patience_ended, .arg = connection};
    client_name(connection, MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
    connection_link(connection);
    connection->refused = server->connection_count > server->options.max_connections;
    if (connection->refused)
        MHD_set_connection_option(mhd, MHD_CONNECTION_OPTION_TIMEOUT, (unsigned)REFUSED_SECONDS);
    return connection;
}

/* At the limit libmicrohttpd stops listening, and looks whether it may again only when it runs once more
 * after it is rid of this one. */
static void connection_free(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    if (server->connection_count >= server->connections_allowed)
        loop_timer_at(server->loop, &server->timer, 0);
    exchange_reset(connection);
    connection_unlink(connection);
    text_free(&connection->target);
    text_free(&connection->body);
    free(connection);
}

void http_connection_notify(void *server, struct MHD_Connection *mhd, void **context,
                            enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        *context = connection_new(server, mhd);
    else
        connection_free(*context);
}

void *http_connection_begin(void *server, const char *uri, struct MHD_Connection *mhd)
{
    (void)server;
    struct http_connection *connection =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    connection->stage = STAGE_HEAD;
    connection->line = uri;
    http_request_target(connection, uri);
    return connection;
}

static enum MHD_Result answer(struct http_connection *connection)
{
    const struct http_handler *handler = &connection->server->handler;
    struct exchange *exchange = &connection->exchange;
    connection->stage = STAGE_ANSWERING;
    handler->answer(handler->context, exchange);
    if (!exchange->abandoned)
        return http_response_send(connection);
    http_connection_suspend(connection, STAGE_HELD);
    return MHD_YES;
}

static bool is_always_answered(struct http_connection *connection)
{
    const char *always = connection->server->options.always;
    connection->exchange.reply.close = true;
    return always && strcmp(connection->exchange.request.path, always) == 0;
}

static enum MHD_Result refuse(struct http_connection *connection)
{
    char *message = must_printf("Too many connections: --max-connections allows %u.",
                                connection->server->options.max_connections);
    http_response_message(connection, MHD_HTTP_SERVICE_UNAVAILABLE, message);
    free(message);
    return http_response_send(connection);
}

static enum MHD_Result refuse_malformed(struct http_connection *connection, const char *what)
{
    http_response_message(connection, MHD_HTTP_BAD_REQUEST, what);
    return http_response_send(connection);
}

/* The headers are there. A reply made now keeps libmicrohttpd from reading the body; the connection then
 * closes. */
static enum MHD_Result head_came(struct http_connection *connection, const char *method, const char *version)
{
    const char *malformed = http_request_head(connection, method, version);
    connection->stage = STAGE_BODY;
    connection->interim = strcmp(version, MHD_HTTP_VERSION_1_1) == 0;
    if (connection->refused && !is_always_answered(connection))
        return refuse(connection);
    if (malformed)
        return refuse_malformed(connection, malformed);
    if (connection->exchange.request.body_too_large) {
        connection->exchange.reply.close = true;
        return answer(connection);
    }
    return MHD_YES;
}

/* A body without end cannot be answered through libmicrohttpd. */
static enum MHD_Result body_came(struct http_connection *connection, const char *bytes, size_t size)
{
    static const char too_large[] = "HTTP/1.1 413 Content Too Large\r\nContent-Type: application/json\r\n"
                                    "Content-Length: 43\r\nConnection: close\r\n\r\n"
                                    "{\"message\":\"The request body is too large\"}";
    if (http_request_body(connection, bytes, size))
        return MHD_YES;
    http_send_raw(connection->socket, too_large, strlen(too_large));
    return MHD_NO;
}

enum MHD_Result http_connection_access(void *server, struct MHD_Connection *mhd, const char *url,
                                       const char *method, const char *version, const char *upload,
                                       size_t *upload_size, void **context)
{
    (void)server, (void)mhd, (void)url;
    struct http_connection *connection = *context;
    size_t size = *upload_size;
    *upload_size = 0;
    if (connection->gone)
        return MHD_NO;
    if (connection->stage == STAGE_HEAD)
        return head_came(connection, method, version);
    if (size)
        return body_came(connection, upload, size);
    if (connection->stage != STAGE_BODY)
        return http_response_send(connection);
    http_body_decode(connection);
    return answer(connection);
}

void http_connection_completed(void *server, struct MHD_Connection *mhd, void **context,
                               enum MHD_RequestTerminationCode code)
{
    (void)server, (void)mhd, (void)code;
    struct http_connection *connection = *context;
    exchange_reset(connection);
    if (connection->server->draining)
        shutdown(connection->socket, SHUT_RD);
}

static void answer_the_end(struct http_connection *connection)
{
    abandon(connection);
    const struct reply *reply = &connection->exchange.reply;
    if (!reply->status && !reply->breaks)
        http_response_message(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "The server is ending.");
}

void http_connection_drain(struct http_connection *connection)
{
    if (connection->stage == STAGE_HELD)
        answer_the_end(connection);
    else if (connection->stage == STAGE_STARVED && connection->exchange.reply.stream.size == UINT64_MAX)
        release(connection);
    else if (connection->stage == STAGE_IDLE)
        shutdown(connection->socket, SHUT_RD);
}

void http_connection_cut(struct http_connection *connection)
{
    connection->gone = true;
    if (suspended(connection))
        abandon(connection);
}
