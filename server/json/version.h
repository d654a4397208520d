#pragma once

#include <jansson.h>

/* Of the PCRE2 that is linked at run time, without its date. New reference. */
json_t *json_patterns_version(void);
