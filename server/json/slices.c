#include "json/slices.h"

#include <string.h>

/* Behind the string that begins at the quote. Most are short: a loop beats a library's call. */
static const char *skip_string(const char *at)
{
    for (at++; *at && *at != '"'; at++)
        at += *at == '\\';
    return at + (*at == '"');
}

/* Behind the value: the ',' or the bracket that ends what it is in. */
static const char *skip_value(const char *at)
{
    for (size_t depth = 0; *at; at++)
        if (*at == '"')
            at = skip_string(at) - 1;
        else if (*at == '{' || *at == '[')
            depth++;
        else if (*at == '}' || *at == ']' || *at == ',') {
            if (depth == 0)
                break;
            depth -= *at != ',';
        }
    return at;
}

static void keep(const char *name, size_t size, struct slice value, const char *const *names,
                 struct slice *slices)
{
    for (size_t i = 0; names[i]; i++)
        if (strncmp(names[i], name, size) == 0 && names[i][size] == '\0')
            slices[i] = value;
}

void json_slices(const char *object, const char *const *names, struct slice *slices)
{
    for (size_t i = 0; names[i]; i++)
        slices[i] = (struct slice){NULL, 0};
    for (const char *at = object + 1; *at == '"'; at += *at == ',') {
        const char *name = at + 1, *colon = skip_string(at);
        const char *end = skip_value(colon + 1);
        keep(name, (size_t)(colon - 1 - name), (struct slice){colon + 1, (size_t)(end - colon - 1)}, names,
             slices);
        at = end;
    }
}

bool json_slice_item(const char **at, struct slice *item)
{
    const char *begin = *at + 1;
    if (**at == ']' || *begin == ']')
        return false;
    *at = skip_value(begin);
    *item = (struct slice){begin, (size_t)(*at - begin)};
    return true;
}
