#include "domain/plan/failure_preset.h"

#include "json/nearest.h"
#include "json/schema/schema.h"

#include <string.h>

#define HEARTBEATS                                                                                                 \
    "in the last 1 hour 30 minutes 4 seconds, exceeding the configured 1 hour 30 minutes threshold. Airbyte will " \
    "try reading again on the next sync. Please see "                                                              \
    "https://docs.airbyte.com/understanding-airbyte/heartbeats for more info."

/* PlanFailures by name; what is left out is as usual for the origin. */
static const struct {
    const char *name, *origin, *type, *message, *internal;
} presets[] = {
    {"source", "source", NULL, NULL, NULL},
    {"destination", "destination", NULL, NULL, NULL},
    {"normalization", "normalization", NULL, NULL, NULL},
    {"config", "source", "config_error",
     "Checking source connection failed - please review this connection's configuration to prevent future syncs "
     "from failing",
     "Could not connect with provided configuration."},
    {"oom", "source", NULL, NULL,
     "io.airbyte.workers.internal.exception.SourceException: Source process exited with non-zero exit code 137"},
    {"heartbeat", "source", "heartbeat_timeout",
     "Airbyte detected that the Source didn't send any records " HEARTBEATS,
     "Last record seen 1 hour 30 minutes 4 seconds ago, exceeding the threshold of 1 hour 30 minutes."},
    {"destination-timeout", "destination", "destination_timeout",
     "Airbyte detected that the Destination didn't make progress " HEARTBEATS,
     "Last action 1 hour 30 minutes 4 seconds ago, exceeding the threshold of 1 hour 30 minutes."},
    {"platform", "airbyte_platform", "system_error",
     "An internal Airbyte error has occurred. This sync will need to be retried.",
     "Setting attempt to FAILED because the temporal workflow for this connection was restarted, and existing job "
     "state was cleaned."},
    {"refresh", "source", "refresh_schema",
     "Failed to detect if there is a schema change. If the error persist please contact the support team.",
     "Failed to launch the refresh schema activity because of: java.lang.RuntimeException"},
};

enum { PRESETS = sizeof presets / sizeof *presets };

/* Types that came with a later release are no types of an earlier one. */
static const char *type_in(struct world *world, const char *type)
{
    struct schema_faults faults = {0};
    json_auto_t *value = type ? json_string(type) : NULL;
    if (!value || schema_check(schema_library_find(world->shapes, "AttemptFailureType"), value, &faults))
        return type;
    schema_faults_free(&faults);
    return "system_error";
}

static void *refuse(struct world *world, const char *name, const char *place)
{
    const char *names[PRESETS + 1] = {NULL};
    for (size_t i = 0; i < PRESETS; i++)
        names[i] = presets[i].name;
    const char *nearest = nearest_name(name, names);
    return problem_at(&world->problem, PROBLEM_INVALID, place, "is no failure's name: \"%.80s\"%s%s%s", name,
                      nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

json_t *failure_preset(struct world *world, const char *name, const char *place)
{
    for (size_t i = 0; i < PRESETS; i++)
        if (strcmp(presets[i].name, name) == 0)
            return json_pack("{ss ss* ss* ss*}", "origin", presets[i].origin, "type",
                             type_in(world, presets[i].type), "message", presets[i].message,
                             "internalMessage", presets[i].internal);
    return refuse(world, name, place);
}
