#include "base/secret.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Eight bytes, or the last few with zeros behind them. */
static uint64_t piece(const char *text, size_t size)
{
    uint64_t bytes = 0;
    memcpy(&bytes, text, size < sizeof bytes ? size : sizeof bytes);
    return bytes;
}

bool secret_same(const char *given, const char *wanted)
{
    size_t size = strlen(given);
    bool same_size = strlen(wanted) == size;
    const char *other = same_size ? wanted : given;
    uint64_t difference = !same_size;
    for (size_t at = 0; at < size; at += sizeof difference)
        difference |= piece(given + at, size - at) ^ piece(other + at, size - at);
    return difference == 0;
}
