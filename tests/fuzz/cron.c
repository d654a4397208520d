/* Cron expressions, and the times they give: each later than the one before, and reached in finite time. */
#include "support.h"

#include "base/die.h"
#include "domain/schedule/cron.h"

#include <stdlib.h>

static void walk(const struct cron *cron, const struct zone *zone, int64_t from)
{
    for (int i = 0; i < 5 && from != CRON_NEVER; i++) {
        int64_t next = cron_next(cron, zone, from);
        if (next != CRON_NEVER && next <= from)
            abort();
        from = next;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct zone *zone;
    if (!zone)
        zone = zone_open("Europe/Paris");
    char *text = must_strndup((const char *)data, size);
    char *reason = NULL;
    struct cron *cron = cron_parse(text, &reason);
    if (!cron != !!reason)
        abort();
    if (cron)
        walk(cron, zone, 1677661200);
    cron_free(cron);
    free(reason);
    free(text);
    return 0;
}
