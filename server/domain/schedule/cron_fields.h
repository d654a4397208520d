#pragma once

#include <stdbool.h>

/* What cron_parse.c reads and cron.c searches; nobody else includes it. */

enum cron_field {
    CRON_SECOND,
    CRON_MINUTE,
    CRON_HOUR,
    CRON_DAY,
    CRON_MONTH,
    CRON_WEEKDAY,
    CRON_YEAR,
    CRON_FIELDS
};

enum {
    CRON_FIRST_YEAR = 1970,
    CRON_END_YEAR = 2100, /* the first that is not looked at */
    CRON_VALUES = CRON_END_YEAR - CRON_FIRST_YEAR
};

/* The marks of 'L', 'W' and '#' are Quartz's: they go with the smallest value of their field. */
struct cron {
    bool on[CRON_FIELDS]
           [CRON_VALUES];   /* by value; a year by its distance from 1970; weekdays from 1 = Sunday */
    bool open[CRON_FIELDS]; /* '?': the other day field decides */
    bool last_day;          /* L: the month's last day, less last_offset */
    int last_offset;
    bool nearest_weekday; /* W: Monday to Friday next to that day, within the month */
    bool last_weekday;    /* nL: the month's last such weekday */
    int nth_weekday;      /* n#m: the month's m-th; 0 where none is asked for */
};

/* The smallest value of the field, -1 where it has none. */
int cron_lowest(const struct cron *cron, enum cron_field field);
