#include "view/clock.h"

#include "base/moment.h"

static const char *const modes[] = {
    [CLOCK_REAL] = "real", [CLOCK_FROZEN] = "frozen", [CLOCK_SCALED] = "scaled", [CLOCK_SKIP] = "skip"};

void write_clock(struct writer *writer, const char *name, const struct world *world)
{
    write_object(writer, name);
    write_text(writer, "mode", modes[world->clock.mode]);
    /* work may be in another time */
    int64_t now = world->work ? clock_read(&world->clock, moment_now()) : world->now;
    write_text(writer, "time", moment_format(now).text);
    if (world->clock.mode == CLOCK_SCALED)
        write_real(writer, "factor", world->clock.factor);
    if (world->next_due != INT64_MAX)
        write_text(writer, "nextEvent", moment_format(world->next_due).text);
    write_object_end(writer);
}
