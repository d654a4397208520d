#pragma once

#include <stdint.h>

/* Times and spans as Java prints them. */
struct java_time {
    char text[32];
};

/* "2023-03-25T01:30:50Z" of ms since 1970; without seconds where these are zero. */
struct java_time java_instant(int64_t moment);

/* "PT8H6M12S" of ms; whole seconds. */
struct java_time java_duration(int64_t span);
