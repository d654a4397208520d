#include "remote/reads.h"

#include "base/word.h"

#include <string.h>

const struct read_row read_rows[READS] = {
#define READ(id, api, ...) [READ_##id] = {REMOTE_##api, __VA_ARGS__},
#include "remote/reads.def"
#undef READ
};

const char *remote_root(enum remote_api api)
{
    return api == REMOTE_CONFIG ? "/api/v1" : "/api/public/v1";
}

bool remote_api_of(const char *path, enum remote_api *api)
{
    for (*api = REMOTE_CONFIG; *api <= REMOTE_PUBLIC; ++*api) {
        size_t size = strlen(remote_root(*api));
        if (strncmp(path, remote_root(*api), size) == 0 && path[size] == '/')
            return true;
    }
    return false;
}

const char *remote_method(const char *name)
{
    static const char *const methods[] = {"GET", "POST", "PATCH", "PUT", "DELETE"};
    size_t place = WORD_PLACE(methods, name);
    return place < sizeof methods / sizeof *methods ? methods[place] : NULL;
}
