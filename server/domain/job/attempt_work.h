#pragma once

#include "domain/job/job.h"

/* What an attempt moves of a stream, or moved. Texts are borrowed. */
struct stream_work {
    const char *name, *name_space, *mode; /* name_space NULL where it has none */
    int64_t records, bytes, committed;
    int64_t estimated_records, estimated_bytes; /* -1 where it is not said */
};

/* What an attempt did or, where it has no output, was to do: read once for all that is shown of it. */
struct attempt_work {
    json_t *said; /* its output or else its script; NULL where it has neither */
    struct stream_work *streams;
    size_t count;
    int64_t records, bytes, committed; /* of all streams */
};

/* To be freed. */
struct attempt_work attempt_work_read(const struct attempt *attempt);
void attempt_work_free(struct attempt_work *work);
