#include "base/uuid.h"

#include "base/text.h"

#include <ctype.h>
#include <stddef.h>
#include <stdint.h>

struct uuid uuid_new(struct rng *rng)
{
    uint64_t high = (rng_next(rng) & ~UINT64_C(0xf000)) | UINT64_C(0x4000);
    uint64_t low = (rng_next(rng) & ~(UINT64_C(3) << 62)) | (UINT64_C(2) << 62);
    const struct {
        uint64_t number;
        int digits;
    } groups[] = {{high >> 32, 8}, {high >> 16, 4}, {high, 4}, {low >> 48, 4}, {low, 12}};
    struct uuid uuid;
    char *to = uuid.text;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        to = hex_write(to, groups[i].number, groups[i].digits);
        *to++ = '-';
    }
    to[-1] = '\0';
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
