#include "gateway/version.h"

#include <nettle/version.h>

json_t *token_library_version(void)
{
    return json_sprintf("%d.%d", nettle_version_major(), nettle_version_minor());
}
