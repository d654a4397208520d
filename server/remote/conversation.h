#pragma once

#include "base/loop.h"
#include "remote/cassette.h"
#include "remote/reads.h"

#include <jansson.h>
#include <stdint.h>

/*
 * What a server is asked, and what it answers: a few questions at a time, their answers handled in the order
 * of the questions. A question that was answered before (in a cassette) is not asked again.
 */
struct conversation;

struct answer {
    unsigned status;  /* 0: there was none */
    json_t *body;     /* borrowed; NULL where it is no JSON, or there is none */
    char *reason;     /* borrowed; what to tell where it is no success */
    json_t *about;    /* as it was given with the question; borrowed */
    const char *path; /* the question's, with its query */
};

/* Called once for each question. It may ask more. */
typedef void answer_handler(void *arg, const struct answer *answer);

struct conversation_options {
    const char *roots[2]; /* what stands before the paths of each API: "http://localhost:8000/api/v1" */
    const char *username, *password, *token, *client_id, *client_secret; /* NULL for none */
    int at_once;                                                         /* questions */
    int64_t first_pause;                                                 /* ms before a second try */
    int64_t patience;                                                    /* ms for an answer */
    /* bytes of an answer; sixteen times as many in all */
    size_t longest;
    const char *ca_file; /* certificates that are trusted; NULL for the system\'s */
    struct cassette
        *known; /* borrowed; what was answered before, to which answers are added; NULL for none */
    struct journal *journal; /* borrowed; where they are kept; NULL for nowhere */
    bool offline;            /* `known` is all there is: what it lacks is a 404 */
};

/* Copies the texts. NULL with a new text in *error where nobody can be asked: no libcurl, a URL that is none,
 * one of https where this build has no TLS. */
struct conversation *conversation_new(struct loop *loop, const struct conversation_options *options,
                                      char **error);
void conversation_free(struct conversation *conversation);

/* Asks what a row of reads.def tells. `more` follows the row's path: "?limit=20", or "". `body` is stolen,
 * NULL for none; of `about` a reference is kept. */
void conversation_ask(struct conversation *conversation, enum read read, const char *more, json_t *body,
                      json_t *about, answer_handler *handler, void *arg);

/* The same for an exchange of another conversation: its method, path and body. */
void conversation_repeat(struct conversation *conversation, const json_t *exchange, answer_handler *handler,
                         void *arg);

/* Turns the loop until everything is answered. False with a new text in *error where a handler gave up, or
 * what was answered cannot be kept. */
bool conversation_run(struct conversation *conversation, char **error);

/* From a handler: what follows is of no use. `error` is stolen; the first one counts. */
void conversation_give_up(struct conversation *conversation, char *error);

/* How many questions went over the network, are answered, and are known of so far. */
struct conversation_count {
    size_t sent, answered, asked;
};
struct conversation_count conversation_count(const struct conversation *conversation);
