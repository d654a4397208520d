#include "base/die.h"
#include "base/text.h"
#include "sandbox/fixture_parts.h"

#include <stdlib.h>
#include <string.h>

static void add_step(struct text *pointer, const char *name, size_t size)
{
    text_add(pointer, "/");
    for (size_t i = 0; i < size; i++)
        if (name[i] == '~' || name[i] == '/')
            text_add(pointer, name[i] == '~' ? "~0" : "~1");
        else
            text_add_bytes(pointer, name + i, 1);
}

/* "connections[0].name" as "/connections/0/name". */
static void add_path(struct text *pointer, const char *path)
{
    while (*path) {
        size_t size = strcspn(path, ".[]");
        if (size)
            add_step(pointer, path, size);
        path += size + (path[size] != '\0');
    }
}

static bool is_text(const json_t *value, const char *text)
{
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

static bool add_place_in_list(struct text *pointer, const char *name, const json_t *list, const char *id)
{
    size_t index;
    json_t *item;
    json_array_foreach (list, index, item)
        if (is_text(item, id)) {
            text_add_format(pointer, "/%s/%zu", name, index);
            return true;
        }
    return false;
}

/* Where an entry refers to an id: in a member, or in a list of them. */
static void add_reference(struct text *pointer, json_t *entry, const char *id)
{
    const char *name;
    json_t *member;
    json_object_foreach (entry, name, member) {
        if (is_text(member, id)) {
            text_add_format(pointer, "/%s", name);
            return;
        }
        if (add_place_in_list(pointer, name, member, id))
            return;
    }
}

void fixture_mistake_at(struct fixture_mistake *mistake, const struct schema_fault *fault)
{
    struct text pointer = {0};
    add_path(&pointer, fault->path);
    mistake->pointer = text_take(&pointer);
    mistake->reason = must_strdup(fault->message);
}

void fixture_mistake_in_entry(struct fixture_mistake *mistake, struct problem *problem, const char *section,
                              size_t index, json_t *entry)
{
    struct text pointer = {0};
    text_add_format(&pointer, "/%s/%zu", section, index);
    const struct schema_fault *fault = problem->faults.count ? problem->faults.items : NULL;
    if (fault)
        add_path(&pointer, fault->path);
    else if (problem->id)
        add_reference(&pointer, entry, problem->id);
    mistake->pointer = text_take(&pointer);
    mistake->reason = must_strdup(fault ? fault->message : problem->message);
    problem_clear(problem);
}

char *fixture_mistake_text(const struct fixture_mistake *mistake)
{
    struct text text = {0};
    if (mistake->file)
        text_add_format(&text, "%s: ", mistake->file);
    if (mistake->pointer && *mistake->pointer)
        text_add_format(&text, "%s: ", mistake->pointer);
    text_add(&text, mistake->reason);
    return text_take(&text);
}
