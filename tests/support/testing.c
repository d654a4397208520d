#include "support/testing.h"

json_t *parsed(const char *text)
{
    json_error_t error;
    json_t *value = json_loads(text, JSON_DECODE_ANY, &error);
    if (!value)
        fail_msg("%s in %s", error.text, text);
    return value;
}
