#pragma once

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One thread's event loop on epoll. A turn waits for what is ready, calls those who watch it, then the timers
 * that are due, then the after-turn callbacks. Everything is called on the thread that runs the loop, and
 * every call here may be made from within a callback. Times are milliseconds of the monotonic clock.
 */
struct loop;

/* Called with the events of epoll that came. */
typedef void loop_ready(void *arg, uint32_t events);

/* A one-shot timer that lives in its owner: set callback and arg, leave the rest zero. Its owner cancels it
 * before the memory goes. */
struct loop_timer {
    void (*callback)(void *arg);
    void *arg;
    int64_t when;
    uint64_t order;
    size_t place; /* in the heap, from 1; 0: not armed */
};

/* Ends the program where the machine gives no epoll. */
struct loop *loop_new(void);

/* Frees the loop, not what it watched; signals taken by loop_signals() are as they were before. */
void loop_free(struct loop *loop);

/* Milliseconds of the monotonic clock. */
int64_t loop_now(void);

/* Watches a descriptor, level-triggered (EPOLLIN, EPOLLOUT, EPOLLRDHUP); one watch a descriptor. Unwatch it
 * before it is closed; no callback of it comes after that. */
void loop_watch(struct loop *loop, int fd, uint32_t events, loop_ready *callback, void *arg);
void loop_unwatch(struct loop *loop, int fd);

/* Arms the timer, or moves it; a time that is past means the next turn. Timers of one time fire in the order
 * in which they were armed. */
void loop_timer_at(struct loop *loop, struct loop_timer *timer, int64_t when);
void loop_timer_cancel(struct loop *loop, struct loop_timer *timer);

/* Calls back at the end of every turn, in the order of registration, for as long as the loop lives. */
void loop_after_turn(struct loop *loop, void (*callback)(void *arg), void *arg);

/* Blocks these signals and calls back for each that comes. Once per loop. */
void loop_signals(struct loop *loop, const sigset_t *mask, void (*callback)(void *arg, int signal),
                  void *arg);

/* Makes one turn that waits `timeout_ms` at most (-1: for as long as nothing happens). */
void loop_turn(struct loop *loop, int timeout_ms);

/* Turns until loop_stop(). */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);
