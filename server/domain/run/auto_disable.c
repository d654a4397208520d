#include "domain/run/auto_disable.h"

#include "domain/connection/connection_record.h"
#include "domain/notification/notification.h"
#include "json/get.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define NEVER INT64_MIN

/* A connection's jobs of the last max_days_of_only_failed_jobs, back to the first that succeeded. */
struct streak {
    int failures;
    int64_t failed_before; /* when the last but one of them was over, or NEVER */
    int64_t succeeded;     /* when the last that did was over, or NEVER */
};

STATEMENT(RECENT_JOBS, "SELECT status, updated_at FROM job WHERE connection_id = ? AND created_at >= ? "
                       "AND status IN ('failed', 'succeeded') ORDER BY created_at DESC, id DESC");

static struct streak streak_of(struct world *world, const char *connection_id, int64_t since)
{
    struct streak streak = {.failed_before = NEVER, .succeeded = NEVER};
    struct rows *rows =
        store_rows(world->store, &RECENT_JOBS, SQL_WITH(SQL_TEXT(connection_id), SQL_INTEGER(since)));
    while (streak.succeeded == NEVER && rows_next(rows)) {
        int64_t over = rows_integer(rows, 1);
        if (strcmp(rows_text(rows, 0), "succeeded") == 0)
            streak.succeeded = over;
        else if (++streak.failures == 2)
            streak.failed_before = over;
    }
    rows_end(rows);
    return streak;
}

/* Whole days of whole seconds, as the real one counts them. */
static int64_t days_between(int64_t earlier, int64_t later)
{
    return (later / SECOND - earlier / SECOND) / (DAY / SECOND);
}

/* The first job that was not cancelled: when it was made and when it was over. */
struct first {
    int64_t created, updated;
};

STATEMENT(FIRST_JOB, "SELECT created_at, updated_at FROM job WHERE connection_id = ? "
                     "AND status <> 'cancelled' ORDER BY created_at, id LIMIT 1");

static struct first first_of(struct world *world, const char *connection_id)
{
    struct rows *rows = store_rows(world->store, &FIRST_JOB, SQL_WITH(SQL_TEXT(connection_id)));
    struct first first = {0};
    if (rows_next(rows))
        first = (struct first){rows_integer(rows, 0), rows_integer(rows, 1)};
    rows_end(rows);
    return first;
}

/* True where the failure before this one was late enough to have been warned of. */
static bool warned_for_days(const struct streak *streak, const struct first *first, int limit)
{
    int64_t since = streak->succeeded == NEVER ? first->updated : streak->succeeded;
    return streak->failed_before != NEVER && days_between(since, streak->failed_before) >= limit;
}

enum verdict { LEAVE, WARN, DISABLE };

static enum verdict judge_days(const struct streak *streak, const struct first *first, int64_t now, int limit)
{
    bool old = days_between(first->created, now) >= limit / 2;
    if (days_between(first->created, now) >= limit && streak->succeeded == NEVER)
        return DISABLE;
    return old && (streak->succeeded == NEVER || days_between(streak->succeeded, now) >= limit / 2) ? WARN
                                                                                                    : LEAVE;
}

/* A warning is given once: by the number of failures or by their days, whichever comes first. */
static enum verdict judge_streak(const struct settings *settings, const struct streak *streak,
                                 const struct first *first, int64_t now)
{
    int jobs = settings->max_failed_jobs_in_a_row, days = settings->max_days_of_only_failed_jobs;
    bool warned = warned_for_days(streak, first, days / 2);
    if (streak->failures >= jobs)
        return DISABLE;
    if (streak->failures == jobs / 2 && !warned)
        return WARN;
    enum verdict verdict = judge_days(streak, first, now, days);
    return verdict == WARN && (warned || streak->failures > jobs / 2) ? LEAVE : verdict;
}

static void disable(struct world *world, json_t *connection, const struct job *failed)
{
    json_object_set_new(connection, "status", json_string("inactive"));
    free(connection_store(world, json_incref(connection)));
    notification_disabled(world, failed);
}

void auto_disable(struct world *world, const struct job *failed)
{
    const struct settings *settings = &world->shared->settings;
    const char *id = failed->connection_id;
    if (!settings->auto_disable)
        return;
    json_auto_t *connection = connection_load(world, id);
    if (!get_is(connection, "status", "active"))
        return;
    int64_t since = world->now - settings->max_days_of_only_failed_jobs * (int64_t)DAY;
    struct streak streak = streak_of(world, id, since);
    struct first first = first_of(world, id);
    enum verdict verdict = judge_streak(settings, &streak, &first, world->now);
    if (verdict == DISABLE)
        disable(world, connection, failed);
    else if (verdict == WARN)
        notification_disable_warning(world, failed);
}
