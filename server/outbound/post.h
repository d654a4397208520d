#pragma once

#include "base/loop.h"

#include <jansson.h>

#include <stdint.h>

/*
 * POSTs JSON texts to URLs of http or https, on the caller's loop. Nothing is tried twice and no redirect or
 * proxy is followed. A few posts are under way at a time, more of them wait; one beyond that is dropped.
 */
struct poster;

/* One post, from poster_send() until its callback or post_cancel(). */
struct post;

/* Where posts may go. This machine is its loopback addresses, whatever name leads elsewhere. */
enum post_targets { POST_TO_LOOPBACK, POST_TO_ANY };

struct post_options {
    enum post_targets targets;
    int64_t limit; /* ms from the look-up of the host to the last byte of the answer */
};

enum { POST_LIMIT = 5000, POSTS_AT_ONCE = 8, POSTS_WAITING = 100, POST_ANSWER_KEPT = 64 << 10 };

/* What came of a post; borrowed during the callback. */
struct posted {
    unsigned status;    /* 0: no whole answer came */
    const char *body;   /* the answer's first bytes, up to POST_ANSWER_KEPT, NUL-terminated; "" for none */
    size_t size;        /* of the body */
    const char *reason; /* why no answer came; NULL where one did */
};
typedef void post_done(void *arg, const struct posted *posted);

struct poster *poster_new(struct loop *loop, const struct post_options *options);

/* Cancels what is left. NULL does nothing. */
void poster_free(struct poster *poster);

/* Copies both texts. done() is called once, in a later turn of the loop, refused and dropped posts included;
 * after post_cancel() or poster_free() not at all. */
struct post *poster_send(struct poster *poster, const char *url, const char *body, post_done *done,
                         void *arg);
void post_cancel(struct post *post);

/* Posts to the first of the URLs (a list of texts, borrowed, not empty) that answers with a 2xx: to the next
 * where one does not. done() is called for each that was tried. */
void poster_offer(struct poster *poster, const json_t *urls, const char *body, post_done *done, void *arg);
