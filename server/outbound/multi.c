#include "outbound/multi.h"

#include "base/die.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { SOCKETS_A_TURN = 16 };

/*
 * libcurl's sockets are on an epoll of their own, which the loop watches as one descriptor: releases of
 * libcurl differ in whether they close a socket before or after they let go of it, and here neither order can
 * touch a descriptor that is somebody else's by then.
 */
struct multi {
    struct loop *loop;
    const struct curl *curl;
    CURLM *handle;
    int epoll;
    struct loop_timer timer;
    void (*done)(void *arg, CURL *handle, CURLcode code);
    void *arg;
};

/* libcurl's socket callback. Letting go of a socket that is closed already fails, and that is well. */
static int watch_socket(CURL *handle, curl_socket_t socket, int what, void *context, void *unused)
{
    (void)handle, (void)unused;
    const struct multi *multi = context;
    struct epoll_event event = {.events = (what & CURL_POLL_IN ? EPOLLIN : 0U) |
                                          (what & CURL_POLL_OUT ? EPOLLOUT : 0U),
                                .data.fd = socket};
    if (what == CURL_POLL_REMOVE)
        epoll_ctl(multi->epoll, EPOLL_CTL_DEL, socket, NULL);
    else if (epoll_ctl(multi->epoll, EPOLL_CTL_MOD, socket, &event) < 0 &&
             epoll_ctl(multi->epoll, EPOLL_CTL_ADD, socket, &event) < 0)
        die("epoll_ctl, descriptor %d: %s", socket, strerror(errno));
    return 0;
}

/* libcurl's timer callback. */
static int set_timer(CURLM *handle, long ms, void *context)
{
    (void)handle;
    struct multi *multi = context;
    if (ms < 0)
        loop_timer_cancel(multi->loop, &multi->timer);
    else
        loop_timer_at(multi->loop, &multi->timer, loop_now() + ms);
    return 0;
}

static void hand_out_finished(struct multi *multi)
{
    int left;
    for (CURLMsg *message; (message = multi->curl->multi_info_read(multi->handle, &left));)
        if (message->msg == CURLMSG_DONE)
            multi->done(multi->arg, message->easy_handle, message->data.result);
}

static void time_came(void *arg)
{
    struct multi *multi = arg;
    int running;
    multi->curl->multi_socket_action(multi->handle, CURL_SOCKET_TIMEOUT, 0, &running);
    hand_out_finished(multi);
}

static void sockets_ready(void *arg, uint32_t events)
{
    (void)events;
    struct multi *multi = arg;
    struct epoll_event ready[SOCKETS_A_TURN];
    int running, count = epoll_wait(multi->epoll, ready, SOCKETS_A_TURN, 0);
    for (int i = 0; i < count; i++)
        multi->curl->multi_socket_action(multi->handle, ready[i].data.fd, 0, &running);
    hand_out_finished(multi);
}

struct multi *multi_new(struct loop *loop, const struct curl *curl,
                        void (*done)(void *arg, CURL *handle, CURLcode code), void *arg)
{
    struct multi *multi = must_zalloc(sizeof *multi);
    *multi = (struct multi){.loop = loop, .curl = curl, .done = done, .arg = arg};
    multi->timer = (struct loop_timer){.callback = time_came, .arg = multi};
    multi->epoll = epoll_create1(EPOLL_CLOEXEC);
    multi->handle = curl->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl->multi_init() : NULL;
    if (multi->epoll < 0 || !multi->handle)
        die("libcurl does not start");
    curl->multi_setopt(multi->handle, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl->multi_setopt(multi->handle, CURLMOPT_SOCKETDATA, multi);
    curl->multi_setopt(multi->handle, CURLMOPT_TIMERFUNCTION, set_timer);
    curl->multi_setopt(multi->handle, CURLMOPT_TIMERDATA, multi);
    loop_watch(loop, multi->epoll, EPOLLIN, sockets_ready, multi);
    return multi;
}

void multi_free(struct multi *multi)
{
    if (!multi)
        return;
    multi->curl->multi_cleanup(multi->handle);
    multi->curl->global_cleanup();
    loop_timer_cancel(multi->loop, &multi->timer);
    loop_unwatch(multi->loop, multi->epoll);
    close(multi->epoll);
    free(multi);
}

void multi_add(struct multi *multi, CURL *handle)
{
    CURLMcode code = multi->curl->multi_add_handle(multi->handle, handle);
    if (code != CURLM_OK)
        die("curl_multi_add_handle: %s", multi->curl->multi_strerror(code));
}

void multi_remove(struct multi *multi, CURL *handle)
{
    multi->curl->multi_remove_handle(multi->handle, handle);
}
