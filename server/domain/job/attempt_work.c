#include "domain/job/attempt_work.h"

#include "base/blocks.h"
#include "json/get.h"
#include "json/read.h"

/* An output has no estimates: they are of no use once the numbers are known. */
static struct stream_work stream_read(const json_t *stream, bool done)
{
    return (struct stream_work){.name = get_text_or(stream, "name", ""),
                                .name_space = get_text(stream, "namespace"),
                                .mode = get_text_or(stream, "mode", ""),
                                .records = get_integer(stream, "records"),
                                .bytes = get_integer(stream, "bytes"),
                                .committed = get_integer(stream, "committed"),
                                .estimated_records =
                                    done ? -1 : get_integer_or(stream, "estimatedRecords", -1),
                                .estimated_bytes = done ? -1 : get_integer_or(stream, "estimatedBytes", -1)};
}

static void add(struct attempt_work *work, struct stream_work *place, struct stream_work stream)
{
    *place = stream;
    work->records += stream.records;
    work->bytes += stream.bytes;
    work->committed += stream.committed;
}

struct attempt_work attempt_work_read(const struct attempt *attempt)
{
    const char *text = attempt->output ? attempt->output : attempt->script;
    struct attempt_work work = {.said = text ? json_stored(text) : NULL};
    const json_t *streams = get(work.said, "streams");
    work.count = json_array_size(streams);
    work.streams = work.count ? block_take(work.count * sizeof *work.streams) : NULL;
    for (size_t i = 0; i < work.count; i++)
        add(&work, &work.streams[i], stream_read(json_array_get(streams, i), attempt->output));
    return work;
}

void attempt_work_free(struct attempt_work *work)
{
    block_give(work->streams);
    json_decref(work->said);
    *work = (struct attempt_work){0};
}
