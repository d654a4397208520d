#include "base/loop.h"

#include "base/die.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_A_TURN = 64 };

struct watch {
    loop_ready *callback; /* NULL: nobody watches */
    void *arg;
    uint32_t generation; /* tells a closed and reused descriptor's old events from its new ones */
};

struct after_turn {
    void (*callback)(void *arg);
    void *arg;
};

struct signals {
    int fd; /* -1: none */
    sigset_t before;
    void (*callback)(void *arg, int signal);
    void *arg;
};

struct loop {
    int epoll;
    bool stopped;
    struct watch *watches; /* by descriptor */
    size_t watch_room;
    struct loop_timer **heap; /* from 1, the earliest first */
    size_t timer_count, timer_room;
    uint64_t order; /* of the next timer that is armed */
    int64_t now;    /* when timers fired last: who is armed for the past is behind whoever was due then */
    struct after_turn *after;
    size_t after_count;
    struct signals signals;
};

struct loop *loop_new(void)
{
    struct loop *loop = must_zalloc(sizeof *loop);
    loop->signals.fd = -1;
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (loop->epoll < 0)
        die("epoll_create1: %s", strerror(errno));
    return loop;
}

static void signals_give_back(struct loop *loop)
{
    if (loop->signals.fd < 0)
        return;
    close(loop->signals.fd);
    sigprocmask(SIG_SETMASK, &loop->signals.before, NULL);
}

void loop_free(struct loop *loop)
{
    if (!loop)
        return;
    signals_give_back(loop);
    close(loop->epoll);
    free(loop->watches);
    free(loop->heap);
    free(loop->after);
    free(loop);
}

int64_t loop_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct watch *watch_of(struct loop *loop, int fd)
{
    size_t place = (size_t)fd;
    if (place >= loop->watch_room) {
        size_t room = place * 2 + 64;
        loop->watches = must_realloc(loop->watches, room * sizeof *loop->watches);
        memset(loop->watches + loop->watch_room, 0, (room - loop->watch_room) * sizeof *loop->watches);
        loop->watch_room = room;
    }
    return &loop->watches[place];
}

void loop_watch(struct loop *loop, int fd, uint32_t events, loop_ready *callback, void *arg)
{
    struct watch *watch = watch_of(loop, fd);
    watch->callback = callback;
    watch->arg = arg;
    watch->generation++;
    struct epoll_event event = {.events = events,
                                .data.u64 = (uint64_t)watch->generation << 32 | (uint32_t)fd};
    if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        die("epoll_ctl, descriptor %d: %s", fd, strerror(errno));
}

void loop_unwatch(struct loop *loop, int fd)
{
    watch_of(loop, fd)->callback = NULL;
    if (epoll_ctl(loop->epoll, EPOLL_CTL_DEL, fd, NULL) < 0)
        die("epoll_ctl, descriptor %d: %s", fd, strerror(errno));
}

static bool timer_before(const struct loop_timer *one, const struct loop_timer *other)
{
    return one->when != other->when ? one->when < other->when : one->order < other->order;
}

static void heap_set(struct loop *loop, size_t place, struct loop_timer *timer)
{
    loop->heap[place] = timer;
    timer->place = place;
}

static void heap_rise(struct loop *loop, struct loop_timer *timer)
{
    size_t place = timer->place;
    for (; place > 1 && timer_before(timer, loop->heap[place / 2]); place /= 2)
        heap_set(loop, place, loop->heap[place / 2]);
    heap_set(loop, place, timer);
}

/* The place of the earlier child, 0 where there is none. */
static size_t heap_child(const struct loop *loop, size_t place)
{
    size_t child = place * 2;
    if (child > loop->timer_count)
        return 0;
    bool second = child < loop->timer_count && timer_before(loop->heap[child + 1], loop->heap[child]);
    return second ? child + 1 : child;
}

static void heap_sink(struct loop *loop, struct loop_timer *timer)
{
    size_t place = timer->place;
    for (size_t child = heap_child(loop, place); child && timer_before(loop->heap[child], timer);
         child = heap_child(loop, place)) {
        heap_set(loop, place, loop->heap[child]);
        place = child;
    }
    heap_set(loop, place, timer);
}

static void heap_append(struct loop *loop, struct loop_timer *timer)
{
    if (loop->timer_count + 1 >= loop->timer_room) {
        loop->timer_room = loop->timer_room * 2 + 16;
        loop->heap = must_realloc(loop->heap, loop->timer_room * sizeof(struct loop_timer *));
    }
    heap_set(loop, ++loop->timer_count, timer);
}

void loop_timer_at(struct loop *loop, struct loop_timer *timer, int64_t when)
{
    timer->when = when > loop->now ? when : loop->now;
    timer->order = loop->order++;
    if (!timer->place)
        heap_append(loop, timer);
    heap_rise(loop, timer);
    heap_sink(loop, timer);
}

void loop_timer_cancel(struct loop *loop, struct loop_timer *timer)
{
    if (!timer->place)
        return;
    size_t place = timer->place;
    struct loop_timer *last = loop->heap[loop->timer_count--];
    timer->place = 0;
    if (last == timer)
        return;
    heap_set(loop, place, last);
    heap_rise(loop, last);
    heap_sink(loop, last);
}

void loop_after_turn(struct loop *loop, void (*callback)(void *arg), void *arg)
{
    loop->after = must_realloc(loop->after, (loop->after_count + 1) * sizeof *loop->after);
    loop->after[loop->after_count++] = (struct after_turn){callback, arg};
}

static void signals_ready(void *arg, uint32_t events)
{
    (void)events;
    struct loop *loop = arg;
    struct signalfd_siginfo info;
    if (read(loop->signals.fd, &info, sizeof info) == sizeof info)
        loop->signals.callback(loop->signals.arg, (int)info.ssi_signo);
}

void loop_signals(struct loop *loop, const sigset_t *mask, void (*callback)(void *arg, int signal), void *arg)
{
    if (sigprocmask(SIG_BLOCK, mask, &loop->signals.before) < 0)
        die("sigprocmask: %s", strerror(errno));
    loop->signals.fd = signalfd(-1, mask, SFD_CLOEXEC | SFD_NONBLOCK);
    if (loop->signals.fd < 0)
        die("signalfd: %s", strerror(errno));
    loop->signals.callback = callback;
    loop->signals.arg = arg;
    loop_watch(loop, loop->signals.fd, EPOLLIN, signals_ready, loop);
}

/* How long the turn may wait: the time-out or the time to the next timer, whichever is shorter. */
static int patience(const struct loop *loop, int timeout_ms)
{
    if (!loop->timer_count || timeout_ms == 0)
        return timeout_ms;
    int64_t left = loop->heap[1]->when - loop_now();
    if (left <= 0)
        return 0;
    if (timeout_ms > 0 && timeout_ms < left)
        return timeout_ms;
    return left < INT_MAX ? (int)left : INT_MAX;
}

static void dispatch(const struct loop *loop, const struct epoll_event *event)
{
    const struct watch *watch = &loop->watches[(uint32_t)event->data.u64];
    if (watch->callback && watch->generation == event->data.u64 >> 32)
        watch->callback(watch->arg, event->events);
}

/* Timers that a callback arms wait for the next turn. */
static void timers_fire(struct loop *loop)
{
    uint64_t armed_before = loop->order;
    if (loop->timer_count)
        loop->now = loop_now();
    while (loop->timer_count && loop->heap[1]->when <= loop->now && loop->heap[1]->order < armed_before) {
        struct loop_timer *timer = loop->heap[1];
        loop_timer_cancel(loop, timer);
        timer->callback(timer->arg);
    }
}

void loop_turn(struct loop *loop, int timeout_ms)
{
    struct epoll_event events[EVENTS_A_TURN];
    int count = epoll_wait(loop->epoll, events, EVENTS_A_TURN, patience(loop, timeout_ms));
    if (count < 0 && errno != EINTR)
        die("epoll_wait: %s", strerror(errno));
    for (int i = 0; i < count; i++)
        dispatch(loop, &events[i]);
    timers_fire(loop);
    for (size_t i = 0; i < loop->after_count; i++)
        loop->after[i].callback(loop->after[i].arg);
}

void loop_run(struct loop *loop)
{
    loop->stopped = false;
    while (!loop->stopped)
        loop_turn(loop, -1);
}

void loop_stop(struct loop *loop)
{
    loop->stopped = true;
}
