#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * Time zones without tzdata on the machine: the rules of all zones travel in the binary (base/zones.txt,
 * whose first line says of which release of tzdata; the build's target renew-zones writes it anew). Ids are
 * those that Joda takes, in their exact case: "UTC", "GMT", "Europe/Paris", "US/Pacific", and offsets "+02",
 * "+02:00", "+0200", "-03:30:15".
 */
struct zone;

/* The zone of that id, or NULL. Free with zone_free(). */
struct zone *zone_open(const char *id);
void zone_free(struct zone *zone);

/* Seconds east of UTC at that moment (epoch seconds). Before the year 2000 it is what it was when that year
 * began: nothing here runs earlier. */
int zone_offset(const struct zone *zone, int64_t when);

/*
 * The moment whose local time (epoch seconds as if local were UTC) is `local`: the earliest or the latest of
 * the two where a change repeats it. Where a change skips it, the moment that many seconds later.
 */
int64_t zone_from_local(const struct zone *zone, int64_t local);
int64_t zone_from_local_latest(const struct zone *zone, int64_t local);

/* `local` itself, or where a change skips it the first local time behind the gap. */
int64_t zone_past_gap(const struct zone *zone, int64_t local);
