#include "http/server.h"

#include "base/die.h"
#include "http/connection.h"
#include "http/internal.h"
#include "http/listen.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    SPARE_CONNECTIONS = 256, /* those that are told that they are too many */
    OWN_DESCRIPTORS = 512,   /* files of sandboxes, posts */
    DRAIN_MS = 5000,
};

static void drain_finish(void *arg)
{
    struct http_server *server = arg;
    void (*done)(void *arg) = server->drain_done;
    loop_timer_cancel(server->loop, &server->drain_limit);
    server->drain_done = NULL;
    if (done)
        done(server->drain_arg);
}

/* Arms the timer for what libmicrohttpd waits for. One that fires too early does no harm, so it is moved only
 * forward, and not for each request. */
static void timer_arm(struct http_server *server)
{
    MHD_UNSIGNED_LONG_LONG left = 0;
    if (MHD_get_timeout(server->daemon, &left) != MHD_YES)
        return;
    int64_t when = left ? loop_now() + (int64_t)left : 0;
    if (!server->timer.place || when < server->timer.when)
        loop_timer_at(server->loop, &server->timer, when);
}

static void server_turn(void *arg)
{
    struct http_server *server = arg;
    MHD_run(server->daemon);
    timer_arm(server);
    if (server->drain_done && !server->connection_count)
        drain_finish(server);
}

/* Looks out for the leaving of clients that wait for longer than a commit takes. */
static void watch_the_held(void *arg)
{
    const struct http_server *server = arg;
    for (struct http_connection *each = server->connections; each; each = each->next)
        http_connection_watch(each);
}

static void server_ready(void *arg, uint32_t events)
{
    (void)events;
    server_turn(arg);
}

/* How many connections there can be: as many as are wanted, where the machine gives that many descriptors. */
static unsigned connections_allowed(unsigned wanted)
{
    struct rlimit limit;
    rlim_t count = (rlim_t)wanted + OWN_DESCRIPTORS;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return wanted;
    if (limit.rlim_cur < count) {
        limit.rlim_cur = count < limit.rlim_max ? count : limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur >= count)
        return wanted;
    return limit.rlim_cur > (rlim_t)2 * OWN_DESCRIPTORS ? (unsigned)limit.rlim_cur - OWN_DESCRIPTORS
                                                        : OWN_DESCRIPTORS;
}

/* One in sixteen, where that is fewer, is kept for those who are told that they are too many. */
static void connections_share_out(struct http_server *server)
{
    unsigned wanted = server->options.max_connections + SPARE_CONNECTIONS;
    server->connections_allowed = connections_allowed(wanted);
    if (server->connections_allowed < wanted)
        server->options.max_connections = server->connections_allowed - server->connections_allowed / 16;
}

static struct MHD_Daemon *daemon_start(struct http_server *server, int listening)
{
    return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, http_connection_access,
                            server, MHD_OPTION_LISTEN_SOCKET, listening, MHD_OPTION_CONNECTION_LIMIT,
                            server->connections_allowed, MHD_OPTION_CONNECTION_TIMEOUT,
                            server->options.idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                            (size_t)HTTP_WHOLE_HEAD, MHD_OPTION_NOTIFY_CONNECTION, http_connection_notify,
                            server, MHD_OPTION_NOTIFY_COMPLETED, http_connection_completed, server,
                            MHD_OPTION_URI_LOG_CALLBACK, http_connection_begin, server, MHD_OPTION_END);
}

static struct http_server *server_new(struct loop *loop, const struct http_options *options,
                                      struct http_handler handler)
{
    struct http_server *server = must_zalloc(sizeof *server);
    server->loop = loop;
    server->options = *options;
    server->handler = handler;
    server->timer = (struct loop_timer){.callback = server_turn, .arg = server};
    server->watch_timer = (struct loop_timer){.callback = watch_the_held, .arg = server};
    server->drain_limit = (struct loop_timer){.callback = drain_finish, .arg = server};
    return server;
}

struct http_server *http_server_start(struct loop *loop, const struct http_options *options,
                                      struct http_handler handler, char **error)
{
    int listening = http_listen(options->host, options->port, error);
    if (listening < 0)
        return NULL;
    struct http_server *server = server_new(loop, options, handler);
    server->port = http_listen_port(listening);
    connections_share_out(server);
    server->daemon = daemon_start(server, listening);
    if (!server->daemon)
        die("libmicrohttpd does not start");
    server->epoll = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    loop_watch(loop, server->epoll, EPOLLIN, server_ready, server);
    return server;
}

unsigned http_server_port(const struct http_server *server)
{
    return server->port;
}

void http_server_drain(struct http_server *server, void (*done)(void *arg), void *arg)
{
    if (server->draining)
        return;
    server->draining = true;
    server->drain_done = done;
    server->drain_arg = arg;
    close(MHD_quiesce_daemon(server->daemon));
    for (struct http_connection *each = server->connections; each; each = each->next)
        http_connection_drain(each);
    loop_timer_at(server->loop, &server->drain_limit, loop_now() + DRAIN_MS);
    loop_timer_at(server->loop, &server->timer, 0);
}

void http_server_stop(struct http_server *server)
{
    if (!server)
        return;
    for (struct http_connection *each = server->connections; each; each = each->next)
        http_connection_cut(each);
    loop_unwatch(server->loop, server->epoll);
    MHD_stop_daemon(server->daemon);
    loop_timer_cancel(server->loop, &server->timer);
    loop_timer_cancel(server->loop, &server->watch_timer);
    loop_timer_cancel(server->loop, &server->drain_limit);
    free(server);
}
