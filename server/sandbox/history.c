#include "sandbox/history.h"

#include "base/die.h"
#include "base/moment.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *const mode_names[] = {
    [CLOCK_REAL] = "real", [CLOCK_FROZEN] = "frozen", [CLOCK_SCALED] = "scaled", [CLOCK_SKIP] = "skip"};

struct history *history_new(const struct clock *clock)
{
    struct history *history = must_zalloc(sizeof *history);
    history->seen = *clock;
    return history;
}

void history_clear(struct history *history)
{
    for (size_t i = 0; i < history->count; i++)
        free(history->marks[i].text);
    history->count = 0;
}

void history_free(struct history *history)
{
    if (!history)
        return;
    history_clear(history);
    free(history->marks);
    free(history);
}

static void drop_oldest(struct history *history)
{
    free(history->marks[0].text);
    memmove(history->marks, history->marks + 1, --history->count * sizeof *history->marks);
}

static void make_room(struct history *history)
{
    if (history->count < history->room)
        return;
    history->room = history->room ? 2 * history->room : 8;
    struct mark *marks = must_alloc(history->room * sizeof *marks);
    if (history->count)
        memcpy(marks, history->marks, history->count * sizeof *marks);
    free(history->marks);
    history->marks = marks;
}

/* `mark` owns its text, which the history takes over. */
static const struct mark *note(struct history *history, const struct mark *mark)
{
    if (history->count == MOST_MARKS)
        drop_oldest(history);
    make_room(history);
    history->marks[history->count] = *mark;
    return &history->marks[history->count++];
}

static bool same(const struct clock *one, const struct clock *other)
{
    return one->mode == other->mode && one->factor == other->factor && one->origin == other->origin &&
           one->wall_origin == other->wall_origin;
}

const struct mark *history_look(struct history *history, const struct clock *clock)
{
    struct clock before = history->seen;
    if (same(&before, clock))
        return NULL;
    int64_t wall = moment_now();
    history->seen = *clock;
    return note(history, &(struct mark){.kind = MARK_CLOCK,
                                        .at = clock_read(clock, wall),
                                        .from = clock_read(&before, wall),
                                        .wall = wall,
                                        .text = must_strdup(mode_names[clock->mode])});
}

const struct mark *history_webhook(struct history *history, const struct clock *clock,
                                   const struct outgoing *outgoing)
{
    int64_t wall = moment_now();
    return note(history, &(struct mark){.kind = MARK_WEBHOOK,
                                        .at = clock_read(clock, wall),
                                        .wall = wall,
                                        .text = must_strdup(outgoing->body)});
}

const char *mark_name(const struct mark *mark)
{
    return mark->kind == MARK_CLOCK ? "clock" : "webhook";
}

json_t *mark_record(const struct mark *mark)
{
    struct moment_text at = moment_format(mark->at), wall = moment_format(mark->wall);
    json_t *record = json_pack("{ss ss ss}", "kind", mark_name(mark), "at", at.text, "wall", wall.text);
    if (mark->kind == MARK_CLOCK)
        json_object_set_new(record, "from", json_string(moment_format(mark->from).text));
    json_object_set_new(record, mark->kind == MARK_CLOCK ? "mode" : "body", json_string(mark->text));
    return record;
}

json_t *history_list(const struct history *history)
{
    json_t *list = json_array();
    for (size_t i = 0; i < history->count; i++)
        json_array_append_new(list, mark_record(&history->marks[i]));
    return list;
}
