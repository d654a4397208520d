#include "api/public/java_time.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct java_time java_instant(int64_t moment)
{
    struct java_time text;
    struct tm parts;
    time_t seconds = (time_t)(moment / 1000);
    gmtime_r(&seconds, &parts);
    strftime(text.text, sizeof text.text, parts.tm_sec ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%dT%H:%MZ", &parts);
    return text;
}

struct java_time java_duration(int64_t span)
{
    static const struct {
        int64_t seconds;
        char unit;
    } parts[] = {{3600, 'H'}, {60, 'M'}, {1, 'S'}};
    struct java_time text = {"PT"};
    int64_t left = span / 1000;
    for (size_t i = 0; i < 3; left %= parts[i++].seconds) {
        size_t size = strlen(text.text);
        if (left / parts[i].seconds > 0)
            snprintf(text.text + size, sizeof text.text - size, "%" PRId64 "%c", left / parts[i].seconds,
                     parts[i].unit);
    }
    if (span / 1000 == 0)
        strcpy(text.text, "PT0S");
    return text;
}
