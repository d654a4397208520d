#include "json/folded.h"

bool json_is_folded(const json_t *value)
{
    return json_is_string(value) && *json_string_value(value) == FOLDED_MARK;
}

const char *json_folded_text(const json_t *value, size_t *size)
{
    *size = json_string_length(value) - 1;
    return json_string_value(value) + 1;
}

json_t *json_folded(const char *marked, size_t size)
{
    return json_stringn_nocheck(marked, size);
}
