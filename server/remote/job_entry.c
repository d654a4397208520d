#include "base/word.h"
#include "fixture/fixture.h"
#include "remote/entries.h"
#include "json/get.h"

/* What an attempt moved of one stream; of one that failed nothing arrived unless that is told. */
static json_t *stream_of(const json_t *read, bool succeeded)
{
    const json_t *stats = json_object_get(read, "stats");
    json_int_t records = get_integer(stats, "recordsEmitted");
    return json_pack("{sO sO* sI sI sI}", "name", json_object_get(read, "streamName"), "namespace",
                     json_object_get(read, "streamNamespace"), "records", records, "bytes",
                     (json_int_t)get_integer(stats, "bytesEmitted"), "committed",
                     (json_int_t)get_integer_or(stats, "recordsCommitted", succeeded ? records : 0));
}

/* NULL for an attempt that failed before it came to that. */
static json_t *streams_of(const json_t *attempt)
{
    const json_t *reads = json_object_get(attempt, "streamStats");
    bool succeeded = get_is(attempt, "status", "succeeded");
    size_t index;
    json_t *read;
    if (!reads && !succeeded)
        return NULL;
    json_t *streams = json_array();
    json_array_foreach (reads, index, read)
        json_array_append_new(streams, stream_of(read, succeeded));
    return streams;
}

/* One that still runs was so when its job was cancelled. */
static const char *outcome_of(const json_t *attempt)
{
    return get_is(attempt, "status", "running") ? "hang" : get_text_or(attempt, "status", "failed");
}

static json_t *attempt_of(const json_t *read)
{
    int64_t begin = get_integer(read, "createdAt");
    int64_t end = get_integer_or(read, "endedAt", get_integer_or(read, "updatedAt", begin));
    const json_t *summary = json_object_get(read, "failureSummary");
    return json_pack("{sI ss so* so*}", "seconds", (json_int_t)(end > begin ? end - begin : 0), "outcome",
                     outcome_of(read), "streams", streams_of(read), "failure",
                     summary ? fixture_failure(summary) : NULL);
}

static json_t *attempts_of(const json_t *read)
{
    json_t *attempts = json_array();
    size_t index;
    json_t *attempt;
    json_array_foreach (json_object_get(read, "attempts"), index, attempt)
        json_array_append_new(attempts, attempt_of(attempt));
    return attempts;
}

json_t *entry_job_frame(int64_t id, int64_t ended, int64_t now, json_t *attempts)
{
    return json_pack("{so sI so}", "key", json_sprintf("%lld", (long long)id), "endedSecondsAgo",
                     (json_int_t)(now > ended ? (now - ended) / SECOND : 0), "attempts", attempts);
}

static bool is_over(const char *status)
{
    static const char *const over[] = {"succeeded", "failed", "cancelled"};
    return status && WORD_PLACE(over, status) < sizeof over / sizeof *over;
}

json_t *entry_job(const json_t *read, int64_t now)
{
    const json_t *job = json_object_get(read, "job");
    if (!is_over(get_text(job, "status")))
        return NULL;
    json_t *entry = entry_job_frame(get_integer(job, "id"), get_integer(job, "updatedAt") * SECOND, now,
                                    attempts_of(read));
    json_auto_t *told = json_pack(
        "{sO sO sO sO* sO*}", "connectionId", json_object_get(job, "configId"), "configType",
        json_object_get(job, "configType"), "status", json_object_get(job, "status"), "streamsToReset",
        json_object_get(json_object_get(job, "resetConfig"), "streamsToReset"), "streamsToRefresh",
        json_object_get(json_object_get(job, "refreshConfig"), "streamsToRefresh"));
    json_object_update(entry, told);
    return entry;
}
