#pragma once

#include <jansson.h>
#include <stddef.h>

/* A JSON text for the first of some URLs that takes it. */
struct outgoing {
    json_t *urls; /* texts, at least one */
    char *body;
};

/* What a world's transaction has to tell outside: posted once it is committed, forgotten if it is not. */
struct outbox {
    enum { LISTENERS_UNKNOWN, LISTENERS_NONE, LISTENERS_SOME } listeners; /* see notification_awaited() */
    struct outgoing *items;
    size_t count;
};

/* After a workspace was made, changed or deleted: whether anybody listens is to be looked up again. */
void outbox_doubt_listeners(struct outbox *outbox);

/* Steals the list, copies the text. */
void outbox_add(struct outbox *outbox, json_t *urls, const char *body);

/* Drops what is in it. */
void outbox_clear(struct outbox *outbox);
