#include "json/schema/internal.h"

#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void schema_faults_free(struct schema_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        free(faults->items[i].path);
        free(faults->items[i].message);
        json_decref(faults->items[i].value);
    }
    free(faults->items);
    *faults = (struct schema_faults){0};
}

char *schema_path_text(const struct schema_step *at)
{
    if (!at->parent)
        return must_strdup("");
    char *above = schema_path_text(at->parent);
    char *path = at->name ? must_printf("%s%s%s", above, *above ? "." : "", at->name)
                          : must_printf("%s[%zu]", above, at->index);
    free(above);
    return path;
}

/* As JSON pointers write a name: "~" is "~0" and "/" is "~1". */
static char *pointer_token(const char *name)
{
    char *token = must_alloc(2 * strlen(name) + 1), *end = token;
    for (; *name; name++) {
        const char *written = *name == '~' ? "~0" : *name == '/' ? "~1" : NULL;
        if (written)
            end = stpcpy(end, written);
        else
            *end++ = *name;
    }
    *end = '\0';
    return token;
}

char *schema_pointer_text(const struct schema_step *at)
{
    if (!at->parent)
        return must_strdup(at->name);
    char *above = schema_pointer_text(at->parent);
    char *token = at->name ? pointer_token(at->name) : must_printf("%zu", at->index);
    char *pointer = must_printf("%s/%s", above, token);
    free(token);
    free(above);
    return pointer;
}

static char *fault_text(const struct schema_fault *fault)
{
    const char *dot = *fault->path && *fault->path != '[' ? "." : "";
    return must_printf("$%s%s: %s", dot, fault->path, fault->message);
}

char *schema_faults_text(const struct schema_faults *faults)
{
    size_t size = 0;
    char *text = must_strdup("");
    for (size_t i = 0; i < faults->count; i++) {
        char *next = fault_text(&faults->items[i]);
        size_t length = strlen(next);
        text = must_realloc(text, size + length + sizeof ", ");
        size += (size_t)sprintf(text + size, "%s%s", i ? ", " : "", next);
        free(next);
    }
    return text;
}
