#pragma once

#include "domain/world/clock.h"
#include "domain/world/outbox.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What happened to a sandbox besides requests and jobs: moves of its clock, and webhooks that it sent. The
 * newest MOST_MARKS are kept.
 */
enum { MOST_MARKS = 1000 };

enum mark_kind { MARK_CLOCK, MARK_WEBHOOK };

struct mark {
    enum mark_kind kind;
    int64_t at;   /* ms of the sandbox's clock; of a move, what it shows afterwards */
    int64_t from; /* of a move, what it showed before */
    int64_t wall; /* the machine's time, ms */
    char *text;   /* of a webhook, its body; of a move, the clock's mode afterwards */
};

struct history {
    struct mark *marks; /* oldest first */
    size_t count, room;
    struct clock seen; /* the clock as it was when somebody last looked */
};

struct history *history_new(const struct clock *clock);
void history_free(struct history *history);

/* Notes a move of the clock since the last look, if it was moved: the mark, borrowed, or NULL. A clock that
 * merely runs does not move. */
const struct mark *history_look(struct history *history, const struct clock *clock);

const struct mark *history_webhook(struct history *history, const struct clock *clock,
                                   const struct outgoing *outgoing);

void history_clear(struct history *history);

/* "clock" or "webhook", and the shape Mark of it. New reference. */
const char *mark_name(const struct mark *mark);
json_t *mark_record(const struct mark *mark);

/* All marks, oldest first: a list of Marks. New reference. */
json_t *history_list(const struct history *history);
