#include "command/command.h"

#include "gateway/access/token.h"
#include "http/version.h"
#include "outbound/curl.h"
#include "store/version.h"
#include "json/version.h"

#include <stdio.h>
#include <utf8proc.h>

json_t *version_describe(void)
{
    return json_pack("{s:s, s:s, s:{s:s, s:s, s:s, s:o, s:s, s:s, s:o}}", "name", "fakebyte", "version",
                     FAKEBYTE_VERSION, "libraries", "libmicrohttpd", http_library_version(), "sqlite",
                     store_library_version(), "jansson", jansson_version_str(), "pcre2",
                     json_patterns_version(), "libcurl", LIBCURL_VERSION, "utf8proc", utf8proc_version(),
                     "nettle", token_library_version());
}

int command_version(const struct options *options)
{
    if (!options->json)
        return printf("fakebyte %s\n", FAKEBYTE_VERSION) < 0;
    json_auto_t *version = version_describe();
    bool failed = json_dumpf(version, stdout, JSON_INDENT(2)) != 0 || putchar('\n') == EOF;
    return failed;
}
