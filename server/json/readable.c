#include "json/readable.h"

#include "base/text.h"

json_t *readable(const char *bytes, size_t size)
{
    json_t *string = json_stringn(bytes, size);
    if (string)
        return string;
    struct text text = {0};
    text_add_utf8(&text, bytes, size);
    string = json_stringn(text.data, text.size);
    text_free(&text);
    return string;
}
