#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * Time zones without tzdata on the machine: the rules of all zones travel in the binary (an asset made at
 * build time from the build machine's zoneinfo). Accepted ids are those Joda takes: "UTC", "GMT",
 * "Europe/Paris", "+02:00".
 */
struct zone;

/* The zone of that id, or NULL. Free with zone_free(). */
struct zone *zone_open(const char *id);
void zone_free(struct zone *zone);

/* Seconds east of UTC at that moment (epoch seconds). */
int zone_offset(const struct zone *zone, int64_t when);

/* The earliest moment whose local time (epoch seconds as if local were UTC) is `local`; where a change skips
 * it, the moment that many seconds later. */
int64_t zone_from_local(const struct zone *zone, int64_t local);
