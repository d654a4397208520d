#include "json/jsonb.h"

#include "base/die.h"
#include "json/reading.h"

#include <stdlib.h>
#include <string.h>

int jsonb_compare(const char *left, size_t left_length, const char *right, size_t right_length)
{
    if (left_length != right_length)
        return left_length < right_length ? -1 : 1;
    return memcmp(left, right, left_length);
}

static int member_compare(const void *left, const void *right)
{
    const struct jsonb_member *a = left, *b = right;
    return jsonb_compare(a->name, a->length, b->name, b->length);
}

struct jsonb_member *jsonb_members(const json_t *object)
{
    size_t count = 0;
    const char *name;
    json_t *value;
    struct jsonb_member *members = must_alloc(json_object_size(object) * sizeof *members);
    json_object_foreach (json_reading(object), name, value) {
        members[count++] = (struct jsonb_member){name, strlen(name), value};
    }
    qsort(members, count, sizeof *members, member_compare);
    return members;
}

static json_t *list_in_jsonb_order(const json_t *list)
{
    json_t *copy = json_array();
    for (size_t i = 0; i < json_array_size(list); i++)
        json_array_append_new(copy, json_in_jsonb_order(json_array_get(list, i)));
    return copy;
}

static json_t *object_in_jsonb_order(const json_t *object)
{
    json_t *copy = json_object();
    struct jsonb_member *members = jsonb_members(object);
    for (size_t i = 0; i < json_object_size(object); i++)
        json_object_set_new_nocheck(copy, members[i].name, json_in_jsonb_order(members[i].value));
    free(members);
    return copy;
}

json_t *json_in_jsonb_order(const json_t *value)
{
    if (json_is_object(value))
        return object_in_jsonb_order(value);
    return json_is_array(value) ? list_in_jsonb_order(value) : json_incref(json_reading(value));
}

static void write_items(struct writer *writer, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        write_in_jsonb_order(writer, NULL, json_array_get(list, i));
}

static void write_members(struct writer *writer, const json_t *object)
{
    struct jsonb_member *members = jsonb_members(object);
    for (size_t i = 0; i < json_object_size(object); i++)
        write_in_jsonb_order(writer, members[i].name, members[i].value);
    free(members);
}

void write_in_jsonb_order(struct writer *writer, const char *name, const json_t *value)
{
    if (json_is_object(value)) {
        write_object(writer, name);
        write_members(writer, value);
        write_object_end(writer);
    } else if (json_is_array(value)) {
        write_array(writer, name);
        write_items(writer, value);
        write_array_end(writer);
    } else {
        write_json(writer, name, value);
    }
}
