#include "base/uuid.h"

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* Bytes only and no branch, so that the compiler takes sixteen letters at once. `bit` is 0x20 where capitals
 * count. */
static bool is_shaped(const char *text, unsigned char bit)
{
    static const char shape[UUID_TEXT] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    unsigned char wrong = 0;
    for (size_t i = 0; i < UUID_TEXT - 1; i++) {
        unsigned char letter = (unsigned char)text[i], digit = (unsigned char)(letter - '0') < 10,
                      low = (unsigned char)((letter | bit) - 'a') < 6, dash = letter == '-';
        wrong |= shape[i] == '-' ? !dash : !(digit | low);
    }
    return !wrong;
}

bool uuid_valid(const char *text)
{
    return strlen(text) == UUID_TEXT - 1 && is_shaped(text, 0x20);
}

bool uuid_lower(const char *bytes)
{
    return is_shaped(bytes, 0);
}
