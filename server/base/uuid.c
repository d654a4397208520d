#include "base/uuid.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>

struct uuid uuid_new(struct rng *rng)
{
    uint64_t high = (rng_next(rng) & ~UINT64_C(0xf000)) | UINT64_C(0x4000);
    uint64_t low = (rng_next(rng) & ~(UINT64_C(3) << 62)) | (UINT64_C(2) << 62);
    struct uuid uuid;
    snprintf(uuid.text, sizeof uuid.text,
             "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%012" PRIx64, high >> 32,
             (high >> 16) & 0xffff, high & 0xffff, low >> 48, low & UINT64_C(0xffffffffffff));
    return uuid;
}

bool uuid_valid(const char *text)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    for (const char *want = shape; *want; want++, text++)
        if (*want == 'x' ? !isxdigit((unsigned char)*text) : *text != '-')
            return false;
    return *text == '\0';
}
