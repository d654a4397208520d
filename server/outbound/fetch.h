#pragma once

#include "base/loop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Asks servers of http or https and hands their answers out, on the caller's loop. Nothing is tried twice and
 * no redirect is followed; proxies are those of the environment, as curl(1) reads it.
 */
struct fetcher;

/* One request, until its callback or fetcher_free(). */
struct fetch {
    const char *method;
    const char *url;
    const char *body;           /* JSON; NULL for none */
    const char *const *headers; /* "Name: value" texts, NULL-ended; NULL for none */
};

/* What came of a request; borrowed during the callback. */
struct fetched {
    unsigned status;     /* 0: no whole answer came */
    const char *body;    /* NUL-terminated; "" for none */
    size_t size;         /* of the body */
    const char *reason;  /* why no answer came; NULL where one did */
    const char *target;  /* where a redirect leads; NULL for none */
    int64_t retry_after; /* ms that the server wants to be left alone; 0 for none */
    bool hopeless;       /* another try would end the same way */
};
typedef void fetch_done(void *arg, const struct fetched *fetched);

struct fetch_limits {
    int64_t patience;    /* ms from the look-up of the host to the last byte of the answer */
    size_t most;         /* bytes of an answer; one that is longer is none */
    const char *ca_file; /* certificates that are trusted, PEM; borrowed; NULL for the system's */
};

/* NULL, with a new text in *error, where libcurl is not on this machine. */
struct fetcher *fetcher_new(struct loop *loop, const struct fetch_limits *limits, char **error);

/* Forgets what is under way. NULL does nothing. */
void fetcher_free(struct fetcher *fetcher);

/* Copies the texts. done() is called once, in a later turn of the loop. */
void fetcher_send(struct fetcher *fetcher, const struct fetch *fetch, fetch_done *done, void *arg);

/* Whether a URL of https can be asked: a static build may have no TLS. */
bool fetcher_speaks_tls(const struct fetcher *fetcher);
