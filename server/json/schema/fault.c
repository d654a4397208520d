#include "json/schema/internal.h"

#include <stdlib.h>

void schema_faults_free(struct schema_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        free(faults->items[i].path);
        free(faults->items[i].message);
        json_decref(faults->items[i].value);
    }
    free(faults->items);
    *faults = (struct schema_faults){.steps = faults->steps};
}

static void add_path(struct text *text, const struct schema_step *at)
{
    if (!at->parent)
        return;
    add_path(text, at->parent);
    if (at->name)
        text_add_format(text, "%s%s", text->size ? "." : "", at->name);
    else
        text_add_format(text, "[%zu]", at->index);
}

char *schema_path_text(const struct schema_step *at)
{
    struct text text = {0};
    add_path(&text, at);
    return text_take(&text);
}

/* As JSON pointers write a name: "~" is "~0" and "/" is "~1". */
static void add_token(struct text *text, const char *name)
{
    for (; *name; name++)
        if (*name == '~' || *name == '/')
            text_add(text, *name == '~' ? "~0" : "~1");
        else
            text_add_bytes(text, name, 1);
}

static void add_pointer(struct text *text, const struct schema_step *at)
{
    if (!at->parent) {
        text_add(text, at->name);
        return;
    }
    add_pointer(text, at->parent);
    text_add(text, "/");
    if (at->name)
        add_token(text, at->name);
    else
        text_add_format(text, "%zu", at->index);
}

char *schema_pointer_text(const struct schema_step *at)
{
    struct text text = {0};
    add_pointer(&text, at);
    return text_take(&text);
}

static void add_fault(struct text *text, const struct schema_fault *fault)
{
    const char *dot = *fault->path && *fault->path != '[' ? "." : "";
    if (!fault->whole)
        text_add_format(text, "$%s%s: ", dot, fault->path);
    text_add(text, fault->message);
}

char *schema_fault_text(const struct schema_fault *fault)
{
    struct text text = {0};
    add_fault(&text, fault);
    return text_take(&text);
}

char *schema_faults_text(const struct schema_faults *faults)
{
    struct text text = {0};
    for (size_t i = 0; i < faults->count; i++) {
        text_add(&text, i ? ", " : "");
        add_fault(&text, &faults->items[i]);
    }
    return text_take(&text);
}
