/* Rules about jobs: begun twice, waited for in vain, left behind. */
#include "base/moment.h"
#include "domain/job/job.h"
#include "domain/job/job_origin.h"
#include "verdict/evidence.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A job that goes on, as the rules look at it. */
struct open_job {
    int64_t id;
    const char *connection, *status, *plan; /* borrowed from the row; plan is NULL without one */
    const struct logged_request *asked;     /* the call that asked for it; NULL where that is not known */
};

STATEMENT(OPEN_JOBS, "SELECT job.id, connection.name, job.status, job.plan, job.origin FROM job "
                     "JOIN connection ON connection.id = job.connection_id "
                     "WHERE " OPEN_JOB_OF("job") " AND job.gate IS NULL ORDER BY job.id");

static const struct logged_request *request_of(const struct evidence *evidence, const char *id)
{
    for (size_t i = 0; id && evidence_has(evidence, i); i++)
        if (strcmp(evidence->deeds[i].request->id, id) == 0)
            return evidence->deeds[i].request;
    return NULL;
}

static void each_open_job(struct evidence *evidence, const struct verdict_rule *rule,
                          void (*look)(struct evidence *, const struct verdict_rule *,
                                       const struct open_job *))
{
    struct rows *rows = store_rows(evidence->world->store, &OPEN_JOBS, SQL_NOTHING);
    while (rows_next(rows)) {
        const struct open_job job = {rows_integer(rows, 0), rows_text(rows, 1), rows_text(rows, 2),
                                     rows_text(rows, 3), request_of(evidence, rows_text(rows, 4))};
        look(evidence, rule, &job);
    }
}

/* The last poll that told the client how the job is; NULL for none. `count` gets their number. */
static const struct deed *last_poll(const struct evidence *evidence, int64_t job_id, size_t *count)
{
    const struct deed *last = NULL;
    *count = 0;
    for (size_t i = 0; evidence_has_poll(evidence, i); i++)
        if (evidence->polls[i]->job_id == job_id) {
            ++*count;
            if (*evidence->polls[i]->status)
                last = evidence->polls[i];
        }
    return last;
}

static bool was_cancelled(const struct evidence *evidence, int64_t job_id)
{
    for (size_t i = 0; evidence_has(evidence, i); i++)
        if (evidence->deeds[i].kind == DEED_CANCEL && evidence->deeds[i].job_id == job_id)
            return true;
    return false;
}

/* The client asked after it, then no more, and never cancelled it. */
static bool is_given_up(const struct evidence *evidence, const struct open_job *job)
{
    size_t count;
    return last_poll(evidence, job->id, &count) && !was_cancelled(evidence, job->id);
}

static void look_given_up(struct evidence *evidence, const struct verdict_rule *rule,
                          const struct open_job *job)
{
    size_t count;
    const struct deed *last = last_poll(evidence, job->id, &count);
    if (!is_given_up(evidence, job))
        return;
    struct verdict *verdict = verdict_about(evidence, rule, "%" PRId64, job->id);
    verdict_job(verdict, job->id);
    for (size_t i = 0; evidence_has_poll(evidence, i); i++)
        if (evidence->polls[i]->job_id == job->id)
            verdict_request(verdict, evidence->polls[i]->request);
    verdict_say(verdict,
                "Job %" PRId64
                " of %s was asked after %zu time%s, and was %s the last time; it goes on, and nobody "
                "cancelled it.",
                job->id, job->connection, count, count == 1 ? "" : "s", last->status);
}

void never_cancelled(struct evidence *evidence, const struct verdict_rule *rule)
{
    each_open_job(evidence, rule, look_given_up);
}

/* What began by itself, or in a fixture, nobody here has to wait for. */
static void look_left(struct evidence *evidence, const struct verdict_rule *rule, const struct open_job *job)
{
    if (!job->asked || is_given_up(evidence, job))
        return;
    struct verdict *verdict = verdict_about(evidence, rule, "%" PRId64, job->id);
    verdict_job(verdict, job->id);
    verdict_request(verdict, job->asked);
    verdict_say(verdict, "Job %" PRId64 " of %s is still %s%s%s%s: nobody waited for its end.", job->id,
                job->connection, job->status, job->plan ? " (as the plan \"" : "", job->plan ? job->plan : "",
                job->plan ? "\" says)" : "");
}

void job_left_running(struct evidence *evidence, const struct verdict_rule *rule)
{
    each_open_job(evidence, rule, look_left);
}

/* Whose job it is: "" where it is not there. */
STATEMENT(CONNECTION_OF_JOB, "SELECT connection_id FROM job WHERE id = ?");

static bool is_of(const struct evidence *evidence, const struct deed *deed, const char *connection_id)
{
    if (*deed->connection_id || !deed->job_id)
        return strcmp(deed->connection_id, connection_id) == 0;
    char *of_job =
        store_text(evidence->world->store, &CONNECTION_OF_JOB, SQL_WITH(SQL_INTEGER(deed->job_id)));
    bool good = of_job && strcmp(of_job, connection_id) == 0;
    free(of_job);
    return good;
}

/* Whether the client looks after the connection's jobs from that place on, before it asks for another. */
static bool is_looked_after(const struct evidence *evidence, size_t from, const char *connection_id)
{
    for (size_t i = from; evidence_has(evidence, i); i++) {
        const struct deed *deed = &evidence->deeds[i];
        if (deed->kind == DEED_OTHER || !is_of(evidence, deed, connection_id))
            continue;
        if (deed->kind == DEED_RUN && deed->request->status != 409)
            return false;
        if (deed->kind != DEED_RUN)
            return true;
    }
    return false;
}

/* The last job of the connection that the client knows to have begun before that place; 0 for none. */
static int64_t begun_before(const struct evidence *evidence, size_t before, const char *connection_id)
{
    while (before-- > 0) {
        const struct deed *deed = &evidence->deeds[before];
        if (deed->kind == DEED_RUN && deed->job_id && strcmp(deed->connection_id, connection_id) == 0)
            return deed->job_id;
    }
    return 0;
}

/* The job that a call began whose answer never came; 0 where it began none, or was answered. */
static int64_t job_behind(const struct evidence *evidence, const struct deed *deed)
{
    bool lost = deed->kind == DEED_RUN && deed_answer_lost(deed);
    return lost ? job_asked_for_by(evidence->world, deed->request->id) : 0;
}

/* The place of the call before that one which asked for the same, lost its answer, and was not looked after;
 * the count where there is none. */
static size_t lost_before(const struct evidence *evidence, size_t place)
{
    const char *connection_id = evidence->deeds[place].connection_id;
    for (size_t i = place; i-- > 0;) {
        const struct deed *deed = &evidence->deeds[i];
        if (deed->kind == DEED_OTHER || !is_of(evidence, deed, connection_id))
            continue;
        if (deed->kind != DEED_RUN || !deed_answer_lost(deed))
            return evidence->count;
        if (job_behind(evidence, deed))
            return i;
    }
    return evidence->count;
}

void sync_while_running(struct evidence *evidence, const struct verdict_rule *rule)
{
    for (size_t i = 0; evidence_has(evidence, i); i++) {
        const struct deed *deed = &evidence->deeds[i];
        bool refused = deed->kind == DEED_RUN && !deed->request->fault && deed->request->status == 409;
        if (!refused || is_looked_after(evidence, i + 1, deed->connection_id) ||
            was_deleted(evidence, i, deed->connection_id) || lost_before(evidence, i) < evidence->count)
            continue;
        int64_t job_id = begun_before(evidence, i, deed->connection_id);
        struct verdict *verdict = verdict_about(evidence, rule, "%s", deed->connection_id);
        if (job_id && verdict && json_array_size(verdict->jobs) == 0)
            verdict_job(verdict, job_id);
        verdict_request(verdict, deed->request);
        verdict_say(
            verdict,
            "A run of connection %s was asked for while another was under way; after the 409 nobody looked "
            "after that one.",
            deed->connection_id);
    }
}

static void retried(struct evidence *evidence, const struct verdict_rule *rule, const struct deed *lost,
                    const struct deed *again)
{
    int64_t job_id = job_behind(evidence, lost);
    struct verdict *verdict = verdict_about(evidence, rule, "%" PRId64, job_id);
    if (verdict && json_array_size(verdict->jobs) == 0)
        verdict_job(verdict, job_id);
    verdict_request(verdict, lost->request);
    verdict_request(verdict, again->request);
    if (again->job_id)
        verdict_job(verdict, again->job_id);
    verdict_say(verdict,
                "The answer to a run of connection %s was lost, though it had begun job %" PRId64
                "; it was asked for again%s.",
                again->connection_id, job_id,
                again->job_id ? ", and ran a second time" : " without a look at what runs");
}

void sync_retried(struct evidence *evidence, const struct verdict_rule *rule)
{
    for (size_t i = 0; evidence_has(evidence, i); i++) {
        const struct deed *deed = &evidence->deeds[i];
        size_t first =
            deed->kind == DEED_RUN && *deed->connection_id ? lost_before(evidence, i) : evidence->count;
        if (first < evidence->count)
            retried(evidence, rule, &evidence->deeds[first], deed);
    }
}
