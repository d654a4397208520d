#pragma once

#include "gateway/app.h"

#include <stdbool.h>

/*
 * Verdicts: what the code under test did wrong, and what a test left behind. The control API calls them
 * problems; here that word is taken by what a rule refuses (domain/world/problem.h). Nothing is noted while
 * calls are answered: a verdict is found when somebody asks, in the sandbox's log of requests and in its
 * world as they are then. Each rule is a row of rules.def.
 */
struct evidence;

struct verdict_rule {
    const char *code;    /* kebab-case; stable: tests switch rules off by it */
    bool at_end;         /* a problem only where the test is over: what is not used yet, what still runs */
    const char *airbyte; /* what a real Airbyte would have done */
    const char *advice;
    void (*look)(struct evidence *evidence, const struct verdict_rule *rule);
};
extern const struct verdict_rule verdict_rules[];
extern const size_t verdict_rule_count;

/* The rule of that code, or NULL. */
const struct verdict_rule *verdict_rule_find(const char *code);

/* The code that is most like one that no rule has, or NULL where none is. */
const char *verdict_code_nearest(const char *code);

enum { VERDICT_IDS = 20, VERDICTS_OF_RULE = 100 };

struct verdict {
    const struct verdict_rule *rule;
    char *subject; /* what it is about, to tell it from others of its rule */
    char *message;
    json_t *requests; /* ids of the first VERDICT_IDS that it is about */
    json_t *jobs;     /* the same of jobs */
    size_t request_count;
    uint64_t last; /* number of the newest request; 0 for none */
    int64_t at;    /* when that came; for none, when it was found: ms of the machine's clock */
};

/* Starts as {0}. Of one rule there are VERDICTS_OF_RULE at most. */
struct verdicts {
    struct verdict *items;
    size_t count, room;
};

/* Whether a rule is looked at; `context` is the caller's. */
typedef bool verdict_filter(const void *context, const struct verdict_rule *rule);

/* All that there are now, but those that were forgotten, and those of rules that the filter leaves out (NULL:
 * none is). Ordered as rules.def. To be freed. Rests with work that is under way in the sandbox. */
struct verdicts verdicts_find(struct app *app, struct sandbox *sandbox, verdict_filter *wanted,
                              const void *context);
void verdicts_free(struct verdicts *verdicts);

/* What is found now is not found again, unless it goes on. */
void verdicts_forget(struct app *app, struct sandbox *sandbox);
