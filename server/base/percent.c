#include "base/percent.h"

static int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    char lower = (char)(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

int percent_byte(const char *text)
{
    if (text[0] != '%' || digit_value(text[1]) < 0 || digit_value(text[2]) < 0)
        return -1;
    return digit_value(text[1]) * 16 + digit_value(text[2]);
}
