#include "json/place.h"

#include "base/text.h"
#include "json/plain.h"
#include "json/read.h"

#include <stdlib.h>

static const char *after_string(const char *at)
{
    for (at++; *at != '"'; at++)
        at += *at == '\\';
    return at + 1;
}

/* The comma or bracket behind a value. */
static const char *after_value(const char *at)
{
    size_t depth = 0;
    do {
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at = *at == '"' ? after_string(at) : at + 1;
    } while (depth);
    return at + strcspn(at, ",]}");
}

static const char *next_after(const char *value)
{
    const char *at = after_value(value);
    return after_space(at + (*at == ','));
}

static bool is_name(const char *at, const char *end, const char *name)
{
    json_auto_t *text = json_read_bytes(at, (size_t)(end - at));
    return strcmp(json_string_value(text), name) == 0;
}

/* Where the member's name is, *value being its value then; NULL where there is none. */
static const char *find_member(const char **value, const char *name)
{
    for (const char *at = after_space(*value + 1); *at != '}';) {
        const char *end = after_string(at), *inner = after_space(after_space(end) + 1);
        if (is_name(at, end, name)) {
            *value = inner;
            return at;
        }
        at = next_after(inner);
    }
    return NULL;
}

static const char *find_item(const char **value, const char *name)
{
    size_t index = strtoul(name, NULL, 10);
    for (const char *at = after_space(*value + 1); *at != ']'; at = next_after(at))
        if (index-- == 0)
            return *value = at;
    return NULL;
}

/* A step of a pointer as the name that it stands for; a new text. */
static char *step_name(const char *step, size_t size)
{
    struct text name = {0};
    text_add(&name, "");
    for (const char *at = step; at < step + size; at++)
        if (*at == '~')
            text_add(&name, *++at == '1' ? "/" : "~");
        else
            text_add_bytes(&name, at, 1);
    return text_take(&name);
}

/* NULL where the value has no such part, else where that is; *value is then the part. */
static const char *find_part(const char **value, const char *step, size_t size)
{
    char *name = step_name(step, size);
    const char *found = **value == '{'   ? find_member(value, name)
                        : **value == '[' ? find_item(value, name)
                                         : NULL;
    free(name);
    return found;
}

static const char *find(const char *text, const char *pointer)
{
    const char *value = after_space(text), *found = value;
    while (*pointer) {
        size_t size = strcspn(pointer + 1, "/");
        const char *part = find_part(&value, pointer + 1, size);
        if (!part)
            break;
        found = part;
        pointer += 1 + size;
    }
    return found;
}

struct json_place json_place(const char *text, const char *pointer)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct json_place place = {1, 1};
    text += strncmp(text, mark, sizeof mark - 1) == 0 ? sizeof mark - 1 : 0;
    for (const char *end = find(text, pointer); text < end; text++) {
        bool continues = ((unsigned char)*text & 0xC0) == 0x80;
        place.column = *text == '\n' ? 1 : place.column + !continues;
        place.line += *text == '\n';
    }
    return place;
}
