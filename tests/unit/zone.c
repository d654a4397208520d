#include "support/testing.h"

#include "base/asset.h"
#include "base/zone.h"
#include "base/zone_rule.h"

#include <string.h>
#include <time.h>

static int64_t moment(const char *text)
{
    struct tm tm = {0};
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    assert_true(end && !*end);
    return timegm(&tm);
}

/* From another implementation of the same data: days at random, and both sides of changes. */
static const struct {
    const char *zone;
    const char *when;
    int offset;
} offsets[] = {
    {"Europe/Berlin", "2010-08-07T13:50:00Z", 7200},
    {"Europe/Berlin", "2016-05-06T06:43:19Z", 7200},
    {"Europe/Berlin", "2055-03-29T14:35:18Z", 7200},
    {"Europe/Paris", "2006-02-06T20:41:27Z", 3600},
    {"Europe/Paris", "2023-09-30T06:53:47Z", 7200},
    {"Europe/London", "2011-02-04T14:00:51Z", 0},
    {"Europe/London", "2021-01-06T13:16:20Z", 0},
    {"Europe/London", "2030-12-27T11:08:43Z", 0},
    {"Europe/Dublin", "2007-12-04T06:40:59Z", 0},
    {"Europe/Dublin", "2016-03-27T13:25:26Z", 3600},
    {"Europe/Dublin", "2052-01-31T04:12:05Z", 0},
    {"Europe/Lisbon", "2000-11-19T04:55:03Z", 0},
    {"Europe/Lisbon", "2014-09-01T15:21:53Z", 3600},
    {"Europe/Moscow", "2001-12-05T10:29:50Z", 10800},
    {"Europe/Moscow", "2018-04-29T05:50:39Z", 10800},
    {"Europe/Istanbul", "2007-12-25T16:38:44Z", 7200},
    {"Europe/Istanbul", "2016-03-12T03:36:21Z", 7200},
    {"America/New_York", "2006-06-24T22:44:09Z", -14400},
    {"America/New_York", "2021-04-01T19:29:49Z", -14400},
    {"America/New_York", "2033-06-21T07:02:57Z", -14400},
    {"America/Chicago", "2009-10-07T08:18:48Z", -18000},
    {"America/Chicago", "2016-03-29T06:53:31Z", -18000},
    {"America/Denver", "2000-03-23T11:43:47Z", -25200},
    {"America/Denver", "2024-06-09T10:01:08Z", -21600},
    {"America/Los_Angeles", "2003-09-09T17:05:24Z", -25200},
    {"America/Los_Angeles", "2018-12-11T03:53:49Z", -28800},
    {"America/Los_Angeles", "2039-07-06T06:51:51Z", -25200},
    {"America/Phoenix", "2003-02-06T09:05:26Z", -25200},
    {"America/Phoenix", "2018-08-16T21:06:06Z", -25200},
    {"America/Sao_Paulo", "2002-09-19T17:54:19Z", -10800},
    {"America/Sao_Paulo", "2024-12-17T10:33:18Z", -10800},
    {"America/St_Johns", "2001-03-23T23:14:17Z", -12600},
    {"America/St_Johns", "2014-05-12T06:29:49Z", -9000},
    {"America/Caracas", "2010-07-07T15:49:55Z", -16200},
    {"America/Caracas", "2022-07-03T17:11:37Z", -14400},
    {"America/Santiago", "2007-07-28T02:42:23Z", -14400},
    {"America/Santiago", "2014-02-26T06:45:32Z", -10800},
    {"America/Havana", "2002-04-02T17:11:11Z", -18000},
    {"America/Havana", "2012-01-12T00:41:10Z", -18000},
    {"America/Nuuk", "2000-02-04T00:21:10Z", -10800},
    {"America/Nuuk", "2015-07-25T12:23:59Z", -7200},
    {"US/Pacific", "2003-09-01T22:52:51Z", -25200},
    {"US/Pacific", "2014-10-27T14:18:19Z", -25200},
    {"US/Pacific", "2059-09-07T21:45:04Z", -25200},
    {"Asia/Kathmandu", "2002-11-01T11:57:53Z", 20700},
    {"Asia/Kathmandu", "2016-12-02T16:18:51Z", 20700},
    {"Asia/Kathmandu", "2040-09-02T22:09:50Z", 20700},
    {"Asia/Kolkata", "2003-05-21T20:31:33Z", 19800},
    {"Asia/Kolkata", "2021-03-04T14:49:54Z", 19800},
    {"Asia/Kolkata", "2059-10-24T00:38:59Z", 19800},
    {"Asia/Tehran", "2011-07-14T21:24:24Z", 16200},
    {"Asia/Tehran", "2022-08-24T03:39:00Z", 16200},
    {"Asia/Tokyo", "2003-06-27T10:56:05Z", 32400},
    {"Asia/Tokyo", "2015-02-02T20:23:41Z", 32400},
    {"Asia/Tokyo", "2053-07-01T23:59:01Z", 32400},
    {"Asia/Shanghai", "2003-05-09T08:43:51Z", 28800},
    {"Asia/Shanghai", "2018-07-09T06:25:46Z", 28800},
    {"Asia/Pyongyang", "2005-01-31T14:37:50Z", 32400},
    {"Asia/Pyongyang", "2012-05-14T00:46:59Z", 32400},
    {"Asia/Jerusalem", "2006-02-23T08:32:49Z", 7200},
    {"Asia/Jerusalem", "2019-01-22T03:22:26Z", 7200},
    {"Asia/Jerusalem", "2035-08-25T10:19:12Z", 10800},
    {"Asia/Gaza", "2002-06-25T08:38:36Z", 10800},
    {"Asia/Gaza", "2016-06-27T06:29:19Z", 10800},
    {"Australia/Lord_Howe", "2001-02-09T18:20:16Z", 39600},
    {"Australia/Lord_Howe", "2017-08-24T01:43:41Z", 37800},
    {"Australia/Lord_Howe", "2040-04-03T03:51:08Z", 37800},
    {"Australia/Sydney", "2010-04-06T14:16:53Z", 36000},
    {"Australia/Sydney", "2021-12-21T03:43:13Z", 39600},
    {"Australia/Sydney", "2030-02-12T01:03:15Z", 39600},
    {"Australia/Adelaide", "2010-02-21T06:49:22Z", 37800},
    {"Australia/Adelaide", "2023-07-14T12:52:57Z", 34200},
    {"Australia/Eucla", "2005-10-01T14:49:59Z", 31500},
    {"Australia/Eucla", "2013-02-14T05:58:52Z", 31500},
    {"Pacific/Auckland", "2005-04-11T00:16:36Z", 43200},
    {"Pacific/Auckland", "2018-01-17T01:50:05Z", 46800},
    {"Pacific/Auckland", "2057-11-07T04:31:34Z", 46800},
    {"Pacific/Chatham", "2005-03-17T19:36:36Z", 49500},
    {"Pacific/Chatham", "2020-03-06T05:55:04Z", 49500},
    {"Pacific/Chatham", "2053-09-11T19:17:56Z", 45900},
    {"Pacific/Apia", "2005-05-17T06:28:55Z", -39600},
    {"Pacific/Apia", "2015-02-22T03:22:56Z", 50400},
    {"Pacific/Kiritimati", "2008-03-10T04:29:15Z", 50400},
    {"Pacific/Kiritimati", "2020-01-15T06:01:34Z", 50400},
    {"Africa/Cairo", "2011-12-28T15:52:42Z", 7200},
    {"Africa/Cairo", "2014-12-30T08:55:50Z", 7200},
    {"Africa/Casablanca", "2000-12-21T04:35:42Z", 0},
    {"Africa/Casablanca", "2016-05-10T20:36:15Z", 3600},
    {"Africa/Lagos", "2000-05-23T01:57:32Z", 3600},
    {"Africa/Lagos", "2024-10-03T01:32:16Z", 3600},
    {"Antarctica/Troll", "2006-02-01T07:44:54Z", 0},
    {"Antarctica/Troll", "2018-11-17T04:42:15Z", 0},
    {"Antarctica/Troll", "2030-08-13T12:51:06Z", 7200},
    {"UTC", "2009-05-05T18:38:53Z", 0},
    {"UTC", "2019-02-15T12:02:41Z", 0},
    {"UTC", "2042-06-17T18:46:26Z", 0},
    {"GMT", "2006-05-28T15:40:43Z", 0},
    {"GMT", "2021-11-03T18:58:49Z", 0},
    {"GMT", "2058-08-16T11:50:33Z", 0},
    {"Zulu", "2000-02-27T09:52:02Z", 0},
    {"Zulu", "2019-09-14T17:44:58Z", 0},
    {"Zulu", "2031-08-04T16:54:21Z", 0},
    {"EST", "2003-01-30T04:40:09Z", -18000},
    {"EST", "2022-08-11T14:49:40Z", -18000},
    {"CET", "2003-05-07T03:26:08Z", 7200},
    {"CET", "2014-01-09T13:37:54Z", 3600},
    {"CET", "2055-09-18T23:09:56Z", 7200},
    {"MST7MDT", "2004-03-10T03:07:19Z", -25200},
    {"MST7MDT", "2019-11-12T01:03:34Z", -25200},
    {"Etc/GMT+5", "2005-11-10T21:56:19Z", -18000},
    {"Etc/GMT+5", "2020-09-19T12:56:43Z", -18000},
    {"Etc/GMT+5", "2042-01-27T05:11:40Z", -18000},
    {"Europe/Berlin", "2023-03-26T00:59:59Z", 3600},
    {"Europe/Berlin", "2023-03-26T01:00:00Z", 7200},
    {"Europe/Berlin", "2023-10-29T00:59:59Z", 7200},
    {"Europe/Berlin", "2023-10-29T01:00:00Z", 3600},
    {"Europe/Berlin", "2060-03-28T00:59:59Z", 3600},
    {"Europe/Berlin", "2060-03-28T01:00:00Z", 7200},
    {"Europe/Berlin", "2060-10-31T00:59:59Z", 7200},
    {"Europe/Berlin", "2060-10-31T01:00:00Z", 3600},
    {"America/New_York", "2006-04-02T06:59:59Z", -18000},
    {"America/New_York", "2006-04-02T07:00:00Z", -14400},
    {"America/New_York", "2006-10-29T05:59:59Z", -14400},
    {"America/New_York", "2006-10-29T06:00:00Z", -18000},
    {"America/New_York", "2007-03-11T06:59:59Z", -18000},
    {"America/New_York", "2007-03-11T07:00:00Z", -14400},
    {"America/New_York", "2007-11-04T05:59:59Z", -14400},
    {"America/New_York", "2007-11-04T06:00:00Z", -18000},
    {"America/New_York", "2059-03-09T06:59:59Z", -18000},
    {"America/New_York", "2059-03-09T07:00:00Z", -14400},
    {"America/New_York", "2059-11-02T05:59:59Z", -14400},
    {"America/New_York", "2059-11-02T06:00:00Z", -18000},
    {"Australia/Lord_Howe", "2024-04-06T14:59:59Z", 39600},
    {"Australia/Lord_Howe", "2024-04-06T15:00:00Z", 37800},
    {"Australia/Lord_Howe", "2024-10-05T15:29:59Z", 37800},
    {"Australia/Lord_Howe", "2024-10-05T15:30:00Z", 39600},
    {"Australia/Lord_Howe", "2050-04-02T14:59:59Z", 39600},
    {"Australia/Lord_Howe", "2050-04-02T15:00:00Z", 37800},
    {"Australia/Lord_Howe", "2050-10-01T15:29:59Z", 37800},
    {"Australia/Lord_Howe", "2050-10-01T15:30:00Z", 39600},
    {"America/Sao_Paulo", "2018-02-18T01:59:59Z", -7200},
    {"America/Sao_Paulo", "2018-02-18T02:00:00Z", -10800},
    {"America/Sao_Paulo", "2018-11-04T02:59:59Z", -10800},
    {"America/Sao_Paulo", "2018-11-04T03:00:00Z", -7200},
    {"Pacific/Apia", "2011-04-02T13:59:59Z", -36000},
    {"Pacific/Apia", "2011-04-02T14:00:00Z", -39600},
    {"Pacific/Apia", "2011-09-24T13:59:59Z", -39600},
    {"Pacific/Apia", "2011-09-24T14:00:00Z", -36000},
    {"Asia/Pyongyang", "2015-08-14T14:59:59Z", 32400},
    {"Asia/Pyongyang", "2015-08-14T15:00:00Z", 30600},
    {"Asia/Pyongyang", "2018-05-04T14:59:59Z", 30600},
    {"Asia/Pyongyang", "2018-05-04T15:00:00Z", 32400},
    {"Europe/Dublin", "2040-03-25T00:59:59Z", 0},
    {"Europe/Dublin", "2040-03-25T01:00:00Z", 3600},
    {"Europe/Dublin", "2040-10-28T00:59:59Z", 3600},
    {"Europe/Dublin", "2040-10-28T01:00:00Z", 0},
    {"Africa/Casablanca", "2019-05-05T01:59:59Z", 3600},
    {"Africa/Casablanca", "2019-05-05T02:00:00Z", 0},
    {"Africa/Casablanca", "2019-06-09T01:59:59Z", 0},
    {"Africa/Casablanca", "2019-06-09T02:00:00Z", 3600},
    {"America/Caracas", "2016-05-01T06:59:59Z", -16200},
    {"America/Caracas", "2016-05-01T07:00:00Z", -14400},
    {"Pacific/Chatham", "2033-04-02T13:59:59Z", 49500},
    {"Pacific/Chatham", "2033-04-02T14:00:00Z", 45900},
    {"Pacific/Chatham", "2033-09-24T13:59:59Z", 45900},
    {"Pacific/Chatham", "2033-09-24T14:00:00Z", 49500},
    {"America/Nuuk", "2024-03-31T00:59:59Z", -7200},
    {"America/Nuuk", "2024-03-31T01:00:00Z", -3600},
    {"America/Nuuk", "2024-10-27T00:59:59Z", -3600},
    {"America/Nuuk", "2024-10-27T01:00:00Z", -7200},
    {"Asia/Jerusalem", "2031-03-27T23:59:59Z", 7200},
    {"Asia/Jerusalem", "2031-03-28T00:00:00Z", 10800},
    {"Asia/Jerusalem", "2031-10-25T22:59:59Z", 10800},
    {"Asia/Jerusalem", "2031-10-25T23:00:00Z", 7200},
    {"Europe/Moscow", "2011-03-26T22:59:59Z", 10800},
    {"Europe/Moscow", "2011-03-26T23:00:00Z", 14400},
    {"Europe/Moscow", "2014-10-25T21:59:59Z", 14400},
    {"Europe/Moscow", "2014-10-25T22:00:00Z", 10800},
};

static void offsets_are_those_of_tzdata(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
        struct zone *zone = zone_open(offsets[i].zone);
        assert_non_null(zone);
        int offset = zone_offset(zone, moment(offsets[i].when));
        if (offset != offsets[i].offset)
            fail_msg("%s at %s: %d, not %d", offsets[i].zone, offsets[i].when, offset, offsets[i].offset);
        zone_free(zone);
    }
}

static void early_times_have_the_offset_of_2000(void **state)
{
    (void)state;
    struct zone *zone = zone_open("America/New_York");
    assert_int_equal(zone_offset(zone, 0), -18000);
    assert_int_equal(zone_offset(zone, moment("1985-07-01T00:00:00Z")), -18000);
    zone_free(zone);
}

static void fixed_offsets_are_zones(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        int offset;
    } fixed[] = {{"+02", 7200}, {"+02:00", 7200},  {"+0200", 7200},     {"-0330", -12600}, {"+05:45", 20700},
                 {"-00:00", 0}, {"+23:59", 86340}, {"+02:30:15", 9015}, {"-023015", -9015}};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        struct zone *zone = zone_open(fixed[i].id);
        assert_non_null(zone);
        assert_int_equal(zone_offset(zone, moment("2024-07-01T00:00:00Z")), fixed[i].offset);
        assert_int_equal(zone_from_local(zone, 86400), 86400 - fixed[i].offset);
        zone_free(zone);
    }
}

static void what_joda_does_not_know_is_no_zone(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "#",
                                      "utc",
                                      "europe/berlin",
                                      "Europe/Berlin ",
                                      " UTC",
                                      "Europe",
                                      "Europe/",
                                      "Berlin",
                                      "+2",
                                      "+2:00",
                                      "+24:00",
                                      "+02:60",
                                      "+02:30:60",
                                      "+020",
                                      "+02:",
                                      "+02:0030",
                                      "+0200:30",
                                      "+",
                                      "-",
                                      "02:00",
                                      "GMT+02:00",
                                      "UTC+2",
                                      "Factory",
                                      "posixrules",
                                      "localtime",
                                      "posix/UTC",
                                      "right/UTC",
                                      "zone.tab",
                                      "UTC,GMT",
                                      "UTC0",
                                      "CET\n",
                                      "Europe/Nowhere"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (zone_open(bad[i]))
            fail_msg("'%s' is a zone", bad[i]);
}

static void local_times(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *local, *first, *latest, *past_gap;
    } cases[] = {
        {"Europe/Berlin", "2023-06-01T12:00:00Z", "2023-06-01T10:00:00Z", "2023-06-01T10:00:00Z", NULL},
        {"Europe/Berlin", "2023-10-29T01:59:59Z", "2023-10-28T23:59:59Z", "2023-10-28T23:59:59Z", NULL},
        {"Europe/Berlin", "2023-10-29T02:00:00Z", "2023-10-29T00:00:00Z", "2023-10-29T01:00:00Z", NULL},
        {"Europe/Berlin", "2023-10-29T02:59:59Z", "2023-10-29T00:59:59Z", "2023-10-29T01:59:59Z", NULL},
        {"Europe/Berlin", "2023-10-29T03:00:00Z", "2023-10-29T02:00:00Z", "2023-10-29T02:00:00Z", NULL},
        {"Europe/Berlin", "2023-03-26T01:59:59Z", "2023-03-26T00:59:59Z", "2023-03-26T00:59:59Z", NULL},
        {"Europe/Berlin", "2023-03-26T02:00:00Z", "2023-03-26T01:00:00Z", "2023-03-26T01:00:00Z",
         "2023-03-26T03:00:00Z"},
        {"Europe/Berlin", "2023-03-26T02:30:00Z", "2023-03-26T01:30:00Z", "2023-03-26T01:30:00Z",
         "2023-03-26T03:00:00Z"},
        {"Europe/Berlin", "2023-03-26T03:00:00Z", "2023-03-26T01:00:00Z", "2023-03-26T01:00:00Z", NULL},
        {"America/New_York", "2050-11-06T01:30:00Z", "2050-11-06T05:30:00Z", "2050-11-06T06:30:00Z", NULL},
        {"America/New_York", "2050-03-13T02:30:00Z", "2050-03-13T07:30:00Z", "2050-03-13T07:30:00Z",
         "2050-03-13T03:00:00Z"},
        {"America/Sao_Paulo", "2018-11-04T00:15:00Z", "2018-11-04T03:15:00Z", "2018-11-04T03:15:00Z",
         "2018-11-04T01:00:00Z"},
        {"Australia/Lord_Howe", "2024-10-06T02:10:00Z", "2024-10-05T15:40:00Z", "2024-10-05T15:40:00Z",
         "2024-10-06T02:30:00Z"},
        {"Australia/Lord_Howe", "2024-04-07T01:45:00Z", "2024-04-06T14:45:00Z", "2024-04-06T15:15:00Z", NULL},
        {"Pacific/Apia", "2011-12-30T12:00:00Z", "2011-12-30T22:00:00Z", "2011-12-30T22:00:00Z",
         "2011-12-31T00:00:00Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct zone *zone = zone_open(cases[i].zone);
        int64_t local = moment(cases[i].local);
        int64_t past_gap = cases[i].past_gap ? moment(cases[i].past_gap) : local;
        if (zone_from_local(zone, local) != moment(cases[i].first) ||
            zone_from_local_latest(zone, local) != moment(cases[i].latest) ||
            zone_past_gap(zone, local) != past_gap)
            fail_msg("%s in %s", cases[i].local, cases[i].zone);
        zone_free(zone);
    }
}

static void rules_of_every_form(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *when;
        int offset;
    } cases[] = {
        {"UTC0", "2024-07-01T00:00:00Z", 0},
        {"<+0545>-5:45", "2024-07-01T00:00:00Z", 20700},
        {"<-03>3", "2024-07-01T00:00:00Z", -10800},
        {"AAA-1:02:03", "2024-07-01T00:00:00Z", 3723},
        {"EST5EDT,M3.2.0,M11.1.0", "2024-03-10T06:59:59Z", -18000},
        {"EST5EDT,M3.2.0,M11.1.0", "2024-03-10T07:00:00Z", -14400},
        {"EST5EDT,M3.2.0,M11.1.0", "2024-11-03T05:59:59Z", -14400},
        {"EST5EDT,M3.2.0,M11.1.0", "2024-11-03T06:00:00Z", -18000},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2024-01-01T00:00:00Z", 0},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2024-07-01T00:00:00Z", 3600},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-31T00:59:59Z", -7200},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-31T01:00:00Z", -3600},
        {"EET-2EEST,M3.4.4/50,M10.4.4/50", "2024-03-29T23:59:59Z", 7200},
        {"EET-2EEST,M3.4.4/50,M10.4.4/50", "2024-03-30T00:00:00Z", 10800},
        {"AAA0BBB,J60/0,J300/0", "2023-02-28T23:59:59Z", 0},
        {"AAA0BBB,J60/0,J300/0", "2023-03-01T00:00:00Z", 3600},
        {"AAA0BBB,J60/0,J300/0", "2024-02-29T00:00:00Z", 0},
        {"AAA0BBB,J60/0,J300/0", "2024-03-01T00:00:00Z", 3600},
        {"AAA0BBB,59/0,300/0", "2023-03-01T00:00:00Z", 3600},
        {"AAA0BBB,59/0,300/0", "2024-02-28T23:59:59Z", 0},
        {"AAA0BBB,59/0,300/0", "2024-02-29T00:00:00Z", 3600},
        {"AAA3BBB4,0/0,J365/23", "2024-01-01T02:59:59Z", -14400},
        {"AAA3BBB4,0/0,J365/23", "2024-12-31T23:59:59Z", -14400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct zone_rule rule;
        if (!zone_rule_parse(&rule, cases[i].rule) ||
            zone_rule_offset(&rule, moment(cases[i].when)) != cases[i].offset)
            fail_msg("%s at %s", cases[i].rule, cases[i].when);
    }
}

static void what_is_no_rule_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "#",
                                      "UTC",
                                      "AB5",
                                      "<+03-3",
                                      "EST5EDT",
                                      "EST5EDT,M3.2.0",
                                      "EST5EDT,M3.2.0,",
                                      "EST5EDT,M13.2.0,M11.1.0",
                                      "EST5EDT,M3.6.0,M11.1.0",
                                      "EST5EDT,M3.2.7,M11.1.0",
                                      "EST5EDT,M3.2,M11.1.0",
                                      "EST5EDT,X60,J300",
                                      "EST5EDT,J,J300",
                                      "EST5EDT,J60/,J300",
                                      "EST5:EDT,J60,J300",
                                      "EST5EDT,J60,J300 "};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct zone_rule rule;
        if (zone_rule_parse(&rule, bad[i]))
            fail_msg("'%s' is a rule", bad[i]);
    }
}

static void the_asset_stays_small(void **state)
{
    (void)state;
    const struct asset *asset = asset_find("server/base/zones.txt");
    assert_non_null(asset);
    assert_int_equal(strncmp((const char *)asset->begin, "# tzdata 20", 11), 0);
    assert_in_range(asset_size(asset), 20 * 1024, 120 * 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_are_those_of_tzdata),
        cmocka_unit_test(early_times_have_the_offset_of_2000),
        cmocka_unit_test(fixed_offsets_are_zones),
        cmocka_unit_test(what_joda_does_not_know_is_no_zone),
        cmocka_unit_test(local_times),
        cmocka_unit_test(rules_of_every_form),
        cmocka_unit_test(what_is_no_rule_is_refused),
        cmocka_unit_test(the_asset_stays_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
