#include "base/base64.h"

#include <string.h>

static int value_of(char digit)
{
    static const struct {
        char first, last;
        int value;
    } ranges[] = {{'a', 'z', 26}, {'A', 'Z', 0}, {'0', '9', 52}, {'+', '+', 62}, {'/', '/', 63}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (digit >= ranges[i].first && digit <= ranges[i].last)
            return ranges[i].value + (digit - ranges[i].first);
    return -1;
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
