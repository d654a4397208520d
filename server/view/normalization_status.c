#include "view/normalization_status.h"

#include "view/statistics.h"
#include "json/get.h"
#include "json/read.h"
#include "json/writer.h"

#include <string.h>

static bool normalization_failed(const struct attempt *attempt)
{
    json_auto_t *summary = attempt->failure ? json_stored(attempt->failure) : NULL;
    size_t index;
    json_t *failure;
    json_array_foreach (json_object_get(summary, "failures"), index, failure) {
        const char *origin = get_text(failure, "failureOrigin");
        if (origin && strcmp(origin, "normalization") == 0)
            return true;
    }
    return false;
}

static void write_status(struct writer *writer, const struct attempt *attempt)
{
    int64_t committed = statistics_committed(attempt);
    if (committed < 0)
        return;
    write_object(writer, NULL);
    write_integer(writer, "attemptNumber", attempt->number);
    write_bool(writer, "hasRecordsCommitted", true);
    write_integer(writer, "recordsCommitted", committed);
    write_bool(writer, "hasNormalizationFailed", normalization_failed(attempt));
    write_object_end(writer);
}

char *normalization_statuses(struct world *world, int64_t job_id)
{
    struct attempt attempt;
    struct writer writer = {0};
    struct rows *rows = attempt_rows(world, job_id);
    write_object(&writer, NULL);
    write_array(&writer, "attemptNormalizationStatuses");
    while (rows_next(rows)) {
        attempt_read(rows, &attempt);
        write_status(&writer, &attempt);
        attempt_free(&attempt);
    }
    write_array_end(&writer);
    write_object_end(&writer);
    return writer_take(&writer);
}
