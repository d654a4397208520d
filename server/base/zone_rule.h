#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A day of each year and a time of it: M3.5.0/2 (last Sunday of March, 02:00), J60 (day 60, 29 February not
 * counted), 59 (days since 1 January). */
struct zone_change {
    char kind; /* 'M', 'J' or 'n' */
    int month, week, weekday;
    int day;
    int seconds; /* from that day's midnight, local time; negative and more than a day happen */
};

/* The offsets that a zone keeps for good, as POSIX writes them: "CET-1CEST,M3.5.0,M10.5.0/3". */
struct zone_rule {
    int standard; /* seconds east of UTC */
    int summer;
    bool changes; /* false: standard all year, and nothing below counts */
    struct zone_change start, end;
};

/* False where the text is no such rule; a rule with summer time must say when it is. */
bool zone_rule_parse(struct zone_rule *rule, const char *text);

/* Seconds east of UTC at that moment (epoch seconds). */
int zone_rule_offset(const struct zone_rule *rule, int64_t when);
