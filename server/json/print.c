#include "json/print.h"

#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

char *json_print_resting(const json_t *value, struct work *work)
{
    struct writer writer = {.work = work};
    write_json(&writer, NULL, value);
    return writer_take(&writer);
}

char *json_print(const json_t *value)
{
    return json_print_resting(value, NULL);
}

static void begin_line(struct text *text, size_t depth)
{
    text_add(text, "\n");
    for (; depth > 0; depth--)
        text_add(text, "  ");
}

/* Where the string that begins at a quote ends. */
static const char *string_end(const char *at)
{
    for (at++; *at != '"'; at++)
        at += *at == '\\';
    return at + 1;
}

static bool opens(char letter)
{
    return letter == '{' || letter == '[';
}

static bool closes(char letter)
{
    return letter == '}' || letter == ']';
}

/* Adds what is no string: a bracket, a comma, a colon, or a letter of a number or a word. */
static void add_letter(struct text *text, const char *at, size_t *depth)
{
    bool empty = (opens(*at) && closes(at[1])) || (closes(*at) && opens(at[-1]));
    *depth -= closes(*at);
    if (closes(*at) && !empty)
        begin_line(text, *depth);
    text_add_bytes(text, at, 1);
    *depth += opens(*at);
    if (*at == ',' || (opens(*at) && !empty))
        begin_line(text, *depth);
    if (*at == ':')
        text_add(text, " ");
}

char *json_print_indented(const json_t *value)
{
    char *compact = json_print(value);
    struct text text = {0};
    size_t depth = 0;
    for (const char *at = compact, *end; *at; at = end) {
        end = *at == '"' ? string_end(at) : at + 1;
        if (*at == '"')
            text_add_bytes(&text, at, (size_t)(end - at));
        else
            add_letter(&text, at, &depth);
    }
    free(compact);
    return text_take(&text);
}
