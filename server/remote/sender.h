#pragma once

#include "outbound/fetch.h"

/*
 * Requests to one server, with its credentials: what fails for the moment is tried again, later each time and
 * as late as the server asks for; a token that has ended is renewed.
 */
struct sender;

struct sender_options {
    const char *roots[2];                  /* of the APIs; below them are the addresses that give tokens */
    const char *username, *password;       /* Basic auth; NULL for none */
    const char *token;                     /* a bearer token; NULL for none */
    const char *client_id, *client_secret; /* what tokens are asked for with; NULL for none */
    int64_t first_pause;                   /* ms before the second try; each pause is twice the one before */
    struct fetch_limits limits;
};

enum { SENDER_TRIES = 4, SENDER_LONGEST_PAUSE = 60 * 1000 };

/* What came of a request after its last try; borrowed during the callback. `status` is 0 where `reason` says
 * why no answer came. */
typedef void sender_done(void *arg, const struct fetched *fetched);

/* Copies the options. NULL, with a new text in *error, where libcurl is not on this machine. */
struct sender *sender_new(struct loop *loop, const struct sender_options *options, char **error);

/* Forgets what is under way. NULL does nothing. */
void sender_free(struct sender *sender);

/* `method` is static, the other texts are copied; `body` is NULL for none. done() is called once, in a later
 * turn of the loop. */
void sender_send(struct sender *sender, const char *method, const char *url, const char *body,
                 sender_done *done, void *arg);

/* False, with a new text in *error, for a URL that is none of http or https, or of https where this build has
 * no TLS. */
bool sender_may_ask(const struct sender *sender, const char *url, char **error);
