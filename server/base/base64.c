#include "base/base64.h"

#include "base/die.h"

#include <string.h>

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool base64_decode(const char *text, char *bytes, size_t room)
{
    unsigned bits = 0, count = 0;
    size_t size = 0;
    for (; *text && *text != '='; text++) {
        const char *digit = strchr(DIGITS, *text);
        if (!digit || size + 1 >= room)
            return false;
        bits = bits << 6 | (unsigned)(digit - DIGITS);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes[size++] = (char)(bits >> count & 0xff);
        }
    }
    bytes[size] = '\0';
    return strspn(text, "=") == strlen(text);
}

/* Three bytes, those from `size` on zero, as four digits. */
static void encode_three(const unsigned char *bytes, size_t size, char digits[4])
{
    unsigned bits = 0;
    for (size_t i = 0; i < 3; i++)
        bits = bits << 8 | (i < size ? bytes[i] : 0);
    for (size_t i = 0; i < 4; i++, bits <<= 6)
        digits[i] = (char)(i <= size ? DIGITS[bits >> 18 & 0x3f] : '=');
}

char *base64_encode(const char *bytes, size_t size)
{
    char *text = must_zalloc((size + 2) / 3 * 4 + 1);
    for (size_t at = 0; at < size; at += 3)
        encode_three((const unsigned char *)bytes + at, size - at < 3 ? size - at : 3, text + at / 3 * 4);
    return text;
}
