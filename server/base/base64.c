#include "base/base64.h"

#include <string.h>

static int value_of(char digit)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = digit ? strchr(alphabet, digit) : NULL;
    return found ? (int)(found - alphabet) : -1;
}

bool base64_decode(const char *text, char *bytes, size_t room)
{
    unsigned bits = 0, count = 0;
    size_t size = 0;
    for (; *text && *text != '='; text++) {
        int value = value_of(*text);
        if (value < 0 || size + 1 >= room)
            return false;
        bits = bits << 6 | (unsigned)value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes[size++] = (char)(bits >> count & 0xff);
        }
    }
    bytes[size] = '\0';
    return strspn(text, "=") == strlen(text);
}
