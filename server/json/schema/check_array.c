#include "json/schema/internal.h"

#include "base/die.h"
#include "json/jsonb.h"
#include "json/print.h"

#include <stdlib.h>

/* The schema of the item at an index, or NULL. */
static const struct schema *item_schema(const struct schema *schema, size_t index)
{
    const struct schema_list *tuple = &schema->lists[LIST_TUPLE];
    if (schema->sub[SUB_ITEMS])
        return schema->sub[SUB_ITEMS];
    return index < tuple->count ? tuple->items[index] : schema->sub[SUB_REST];
}

static bool refuses_all(const struct schema *schema)
{
    return schema->rules == 1u << RULE_never;
}

static bool item_obeys(struct schema_checker *checker, const struct schema *schema, const json_t *item,
                       const struct schema_step *at)
{
    const struct schema *own = item_schema(schema, at->index);
    if (own && own == schema->sub[SUB_REST] && refuses_all(own))
        return schema_refuse(checker, RULE_items, schema, item, at);
    return !own || schema_apply(checker, own, item, at);
}

SCHEMA_RULE(items)
{
    bool valid = true;
    for (size_t i = 0; i < json_array_size(value) && (valid || checker->found); i++) {
        const struct schema_step here = {at, NULL, i};
        work_meet(checker->run->steps->work);
        valid = item_obeys(checker, schema, json_array_get(value, i), &here) && valid;
    }
    return valid;
}

SCHEMA_RULE(contains)
{
    if (!json_is_array(value))
        return true;
    if (!schema->sub[SUB_CONTAINS])
        schema_stop(checker, at,
                    must_strdup("cannot be checked: what its schema says of contains is no schema"));
    for (size_t i = 0; schema->sub[SUB_CONTAINS] && i < json_array_size(value); i++) {
        const struct schema_step here = {at, NULL, i};
        if (schema_obeyed(checker, schema->sub[SUB_CONTAINS], json_array_get(value, i), &here))
            return true;
    }
    return schema_refuse(checker, RULE_contains, schema, value, at);
}

SCHEMA_RULE(max_items)
{
    return !json_is_array(value) || (int64_t)json_array_size(value) <= schema->sizes[SIZE_MAX_ITEMS] ||
           schema_refuse(checker, RULE_max_items, schema, value, at);
}

SCHEMA_RULE(min_items)
{
    return !json_is_array(value) || (int64_t)json_array_size(value) >= schema->sizes[SIZE_MIN_ITEMS] ||
           schema_refuse(checker, RULE_min_items, schema, value, at);
}

enum { FEW_ITEMS = 16, STEPS_OF_AN_ITEM = 20 };

static bool few_unique(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        for (size_t j = 0; j < i; j++)
            if (json_equal(json_array_get(list, i), json_array_get(list, j)))
                return false;
    return true;
}

/* By their texts, so that a long list takes no quadratic time. */
static bool many_unique(struct schema_checker *checker, const json_t *list)
{
    if (!steps_take(checker->run->steps, STEPS_OF_AN_ITEM * json_array_size(list)))
        return false;
    json_auto_t *seen = json_object();
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_auto_t *ordered = json_in_jsonb_order(json_array_get(list, i));
        char *text = json_print(ordered);
        json_object_set_new(seen, text, json_true());
        free(text);
    }
    return json_object_size(seen) == json_array_size(list);
}

SCHEMA_RULE(unique_items)
{
    bool unique = json_array_size(value) <= FEW_ITEMS ? few_unique(value) : many_unique(checker, value);
    return unique || schema_refuse(checker, RULE_unique_items, schema, value, at);
}
