#include "json/version.h"

#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* "10.42 2022-12-11" without its date. */
json_t *json_patterns_version(void)
{
    char version[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, version);
    return json_stringn(version, strcspn(version, " "));
}
