#include "json/schema/internal.h"

#include "base/die.h"
#include "base/percent.h"

#include <stdlib.h>
#include <string.h>

static size_t escape_length(const char *text, char *meant)
{
    if (text[0] == '~' && (text[1] == '0' || text[1] == '1')) {
        *meant = text[1] == '0' ? '~' : '/';
        return 2;
    }
    int byte = percent_byte(text);
    *meant = text[0];
    if (byte < 0)
        return 1;
    *meant = (char)byte;
    return 3;
}

/* A name of a JSON pointer in a URI, "a~1b%20c", as it is meant. */
static void token_decode(char *token)
{
    char *end = token;
    for (const char *rest = token; *rest; end++)
        rest += escape_length(rest, end);
    *end = '\0';
}

static const json_t *item_named(const json_t *list, const char *name)
{
    char *end;
    size_t index = strtoul(name, &end, 10);
    return *name && !*end ? json_array_get(list, index) : NULL;
}

static const json_t *part_named(const json_t *document, char *token)
{
    token_decode(token);
    return json_is_array(document) ? item_named(document, token) : json_object_get(document, token);
}

const json_t *schema_reference_resolve(const struct schema_unit *unit, const char *reference)
{
    size_t prefix = strlen(unit->reference_prefix);
    if (strncmp(reference, unit->reference_prefix, prefix) != 0)
        return NULL;
    if (reference[1] && reference[1] != '/')
        return NULL;
    if (unit->library)
        schema_library_need(unit->library, reference + prefix);
    char *pointer = must_strdup(reference + 1), *rest = pointer, *token;
    const json_t *document = unit->document;
    strsep(&rest, "/");
    while (document && (token = strsep(&rest, "/")))
        document = part_named(document, token);
    free(pointer);
    return document;
}
