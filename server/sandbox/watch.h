#pragma once

#include "domain/world/change.h"
#include "sandbox/history.h"
#include "sandbox/request/request_log.h"

/* What is told to those who watch a sandbox, once it is committed. */
enum notice_kind {
    NOTICE_ARRIVED,  /* a request; not yet answered */
    NOTICE_ANSWERED, /* the same, answered */
    NOTICE_FAULT,    /* a fault was applied to it */
    NOTICE_CHANGED,  /* a job or an attempt */
    NOTICE_MARKED,   /* its clock was moved, or it sent a webhook */
    NOTICE_FREE,     /* its world belongs to no work any more (world_give_to()) */
    NOTICE_RESET,    /* the sandbox holds another state: a reset, a snapshot, a fork */
    NOTICE_ENDED,    /* it is taken away; the watcher must be gone when it has been told */
};

/* Borrowed for as long as it is told. */
struct notice {
    enum notice_kind kind;
    const struct logged_request *request; /* of the first three */
    const struct change *change;          /* of NOTICE_CHANGED */
    const struct mark *mark;              /* of NOTICE_MARKED */
};

/* Somebody who waits for something; lives in its owner, starts as {.notice}. It may stop watching from within
 * notice(), but nobody else may then. */
struct watcher {
    void (*notice)(struct watcher *watcher, const struct notice *notice);
    struct watcher *next;
    struct watcher **place; /* what points to it; NULL where it watches nothing */
};

/* All who watch one sandbox. Starts as {0}. */
struct watchers {
    struct watcher *first;
};

void watch(struct watchers *watchers, struct watcher *watcher);
void watch_end(struct watcher *watcher);

void watchers_tell(struct watchers *watchers, const struct notice *notice);
