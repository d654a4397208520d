#include "json/readable.h"

#include "base/text.h"

#include <string.h>

json_t *readable(const char *bytes, size_t size)
{
    json_t *string = json_stringn(bytes, size);
    if (string)
        return string;
    struct text text = {0};
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)bytes[i] < 0x80)
            text_add_bytes(&text, bytes + i, 1);
        else
            text_add(&text, "\xEF\xBF\xBD");
    string = json_stringn(text.data, text.size);
    text_free(&text);
    return string;
}
