#include "support/listener.h"

#include "support/testing.h"

#include "base/die.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MS = 30000, A_TURN_MS = 5 };

struct listener_peer {
    struct listener *listener;
    int socket; /* -1: closed */
    struct text request;
};

static void peer_close(struct listener_peer *peer)
{
    if (peer->socket < 0)
        return;
    loop_unwatch(peer->listener->loop, peer->socket);
    close(peer->socket);
    peer->socket = -1;
    peer->listener->open--;
    text_free(&peer->request);
}

/* Whether head and body are there. */
static bool request_whole(const struct text *request)
{
    const char *body = strstr(request->data, "\r\n\r\n");
    const char *length = strcasestr(request->data, "Content-Length:");
    size_t size = length ? strtoul(length + strlen("Content-Length:"), NULL, 10) : 0;
    return body && strlen(body + 4) >= size;
}

static void peer_answer(struct listener_peer *peer)
{
    struct listener *listener = peer->listener;
    text_add(&listener->taken, peer->request.data);
    listener->requests++;
    if (!listener->answer)
        return;
    send(peer->socket, listener->answer, strlen(listener->answer), MSG_NOSIGNAL);
    peer_close(peer);
}

static void peer_ready(void *arg, uint32_t events)
{
    (void)events;
    struct listener_peer *peer = arg;
    char buffer[4096];
    ssize_t size = recv(peer->socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size <= 0) {
        peer_close(peer);
        return;
    }
    text_add_bytes(&peer->request, buffer, (size_t)size);
    if (request_whole(&peer->request))
        peer_answer(peer);
}

static void accept_peer(void *arg, uint32_t events)
{
    (void)events;
    struct listener *listener = arg;
    struct listener_peer *peer = must_zalloc(sizeof *peer);
    assert_true(listener->connections < LISTENER_CONNECTIONS);
    *peer = (struct listener_peer){.listener = listener,
                                   .socket = accept4(listener->socket, NULL, NULL, SOCK_CLOEXEC)};
    assert_true(peer->socket >= 0);
    listener->peers[listener->connections++] = peer;
    listener->open++;
    if (listener->open > listener->most_open)
        listener->most_open = listener->open;
    loop_watch(listener->loop, peer->socket, EPOLLIN, peer_ready, peer);
}

void listener_start(struct listener *listener, struct loop *loop, const char *answer)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    *listener = (struct listener){.loop = loop, .answer = answer};
    listener->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener->socket, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(listener->socket, 128), 0);
    assert_int_equal(getsockname(listener->socket, (struct sockaddr *)&address, &size), 0);
    listener->port = ntohs(address.sin_port);
    loop_watch(loop, listener->socket, EPOLLIN, accept_peer, listener);
}

void listener_stop(struct listener *listener)
{
    for (unsigned i = 0; i < listener->connections; i++) {
        peer_close(listener->peers[i]);
        free(listener->peers[i]);
    }
    loop_unwatch(listener->loop, listener->socket);
    close(listener->socket);
    text_free(&listener->taken);
}

bool listener_await(struct listener *listener, unsigned requests)
{
    int64_t end = loop_now() + PATIENCE_MS;
    while (listener->requests < requests && loop_now() < end)
        loop_turn(listener->loop, A_TURN_MS);
    return listener->requests >= requests;
}

char *listener_url(const struct listener *listener, const char *path)
{
    return must_printf("http://127.0.0.1:%u%s", listener->port, path);
}
