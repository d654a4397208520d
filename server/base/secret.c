#include "base/secret.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The bits that differ in eight bytes. */
static uint64_t difference_of(const char *given, const char *wanted)
{
    uint64_t left, right;
    memcpy(&left, given, sizeof left);
    memcpy(&right, wanted, sizeof right);
    return left ^ right;
}

bool secret_same(const char *given, const char *wanted)
{
    size_t size = strlen(given), at = 0;
    bool same_size = strlen(wanted) == size;
    const char *other = same_size ? wanted : given;
    uint64_t difference = !same_size;
    for (; size - at >= sizeof difference; at += sizeof difference)
        difference |= difference_of(given + at, other + at);
    if (size >= sizeof difference)
        return (difference |
                difference_of(given + size - sizeof difference, other + size - sizeof difference)) == 0;
    for (; at < size; at++)
        difference |= (unsigned char)(given[at] ^ other[at]);
    return difference == 0;
}
