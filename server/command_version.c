#include "commands.h"

#include "http/version.h"
#include "outbound/curl.h"
#include "store/version.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* "10.42 2022-12-11" without its date. */
static json_t *pcre2_version(void)
{
    char version[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, version);
    return json_stringn(version, strcspn(version, " "));
}

json_t *version_describe(void)
{
    return json_pack("{s:s, s:s, s:{s:s, s:s, s:s, s:o, s:s, s:s}}", "name", "fakebyte", "version",
                     FAKEBYTE_VERSION, "libraries", "libmicrohttpd", http_library_version(), "sqlite",
                     store_library_version(), "jansson", jansson_version_str(), "pcre2", pcre2_version(),
                     "libcurl", LIBCURL_VERSION, "utf8proc", utf8proc_version());
}

int command_version(const struct options *options)
{
    if (!options->json)
        return printf("fakebyte %s\n", FAKEBYTE_VERSION) < 0;
    json_auto_t *version = version_describe();
    bool failed = json_dumpf(version, stdout, JSON_INDENT(2)) != 0 || putchar('\n') == EOF;
    return failed;
}
