#pragma once

#include "verdict/deed.h"
#include "verdict/verdict.h"

/* What a rule looks at, and where it puts what it finds. Borrowed, all of it. */
struct evidence {
    struct app *app;
    struct sandbox *sandbox;
    struct world *world;
    struct request_log log; /* a view */
    struct deed *deeds;     /* of the logged requests, oldest first */
    size_t count;
    const struct deed **polls; /* those that ask after a job: by job, then as they came */
    size_t poll_count;
    size_t *deletions; /* places of deeds that deleted something, rising */
    size_t deletion_count;
    struct verdicts *verdicts;
};

/* Where work that is under way in the world rests. The others say whether there is a deed at that place, or a
 * poll: loops that are as long as the log rest there. */
void evidence_rest(const struct evidence *evidence);
bool evidence_has(const struct evidence *evidence, size_t place);
bool evidence_has_poll(const struct evidence *evidence, size_t place);

/* The verdict of that rule on that subject, made where it is not there; NULL where there are too many
 * already. Borrowed until the next is made. */
struct verdict *verdict_about(struct evidence *evidence, const struct verdict_rule *rule, const char *format,
                              ...) __attribute__((format(printf, 3, 4)));

/* What it is about, and how it is said. Each does nothing with a NULL verdict; what is said last counts. */
void verdict_request(struct verdict *verdict, const struct logged_request *request);
void verdict_job(struct verdict *verdict, int64_t job_id);
void verdict_say(struct verdict *verdict, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whether a request before that place deleted what has that id. */
bool was_deleted(const struct evidence *evidence, size_t before, const char *id);

/* Whether the request was refused because its token had ended. */
bool sent_expired_token(const struct evidence *evidence, const struct deed *deed);

/* The rules, each called with its row. */
#define RULE(CODE, FUNCTION, ...) void FUNCTION(struct evidence *evidence, const struct verdict_rule *rule);
#include "verdict/rules.def"
#undef RULE
