#include "remote/reads.h"

const struct read_row read_rows[READS] = {
#define READ(id, api, ...) [READ_##id] = {REMOTE_##api, __VA_ARGS__},
#include "remote/reads.def"
#undef READ
};

const char *remote_root(enum remote_api api)
{
    return api == REMOTE_CONFIG ? "/api/v1" : "/api/public/v1";
}
