#include "remote/compare.h"

#include "base/die.h"
#include "base/text.h"
#include "remote/difference.h"
#include "remote/scrub.h"
#include "json/get.h"

#include <stdlib.h>
#include <string.h>

/* One question's two answers on their way. */
struct pair {
    struct comparison *comparison;
    const json_t *exchange; /* the other's; borrowed */
    bool scrubbed;
};

/* The operation of a question; a new text. */
static char *operation_of(const json_t *exchange)
{
    const char *path = get_text(exchange, "path");
    return must_printf("%s %.*s", get_text(exchange, "method"), (int)strcspn(path, "?"), path);
}

static void add(struct comparison *comparison, const char *operation, const json_t *difference)
{
    char *key = must_printf("%s %s", operation, get_text(difference, "pointer"));
    json_t *known = json_object_get(comparison->differences, key);
    if (!known)
        json_object_set_new(
            comparison->differences, key,
            known = json_pack("{sO si}", "what", json_object_get(difference, "what"), "count", 0));
    json_object_set_new(known, "count", json_integer(get_integer(known, "count") + 1));
    free(key);
}

static void add_all(struct comparison *comparison, const json_t *exchange, const json_t *found)
{
    size_t index;
    json_t *difference;
    char *operation = operation_of(exchange);
    comparison->differing += json_array_size(found) > 0;
    json_array_foreach (found, index, difference)
        add(comparison, operation, difference);
    free(operation);
}

/* The fake's answer as the other's was recorded. New reference, or NULL. */
static json_t *answer_of(const struct pair *pair, const struct answer *answer)
{
    json_auto_t *exchange = json_pack("{sO*}", "response", answer->body);
    json_auto_t *scrubbed = pair->scrubbed ? scrub_exchange(exchange) : json_incref(exchange);
    return json_incref(json_object_get(scrubbed, "response"));
}

static void hear(void *arg, const struct answer *answer)
{
    struct pair *pair = arg;
    unsigned status = (unsigned)get_integer(pair->exchange, "status");
    const json_t *response = json_object_get(pair->exchange, "response");
    json_auto_t *found = json_array(), *own = answer_of(pair, answer);
    if (status != answer->status)
        json_array_append_new(found,
                              json_pack("{ss so}", "pointer", "", "what",
                                        json_sprintf("status %u there, %u here", status, answer->status)));
    else if (response && own)
        difference_find(response, own, found);
    add_all(pair->comparison, pair->exchange, found);
    pair->comparison->asked++;
    free(pair);
}

bool compare_run(struct comparison *comparison, const struct cassette *cassette,
                 struct conversation *conversation, char **error)
{
    const json_t *exchange;
    *comparison = (struct comparison){.differences = json_object()};
    for (size_t i = 0; (exchange = cassette_at(cassette, i)); i++) {
        struct pair *pair = must_zalloc(sizeof *pair);
        *pair = (struct pair){comparison, exchange, cassette_is_scrubbed(cassette)};
        conversation_repeat(conversation, exchange, hear, pair);
    }
    return conversation_run(conversation, error);
}

void comparison_free(struct comparison *comparison)
{
    json_decref(comparison->differences);
}

char *comparison_text(const struct comparison *comparison)
{
    struct text text = {0};
    const char *key;
    json_t *difference;
    json_object_foreach (comparison->differences, key, difference) {
        int64_t count = get_integer(difference, "count");
        text_add_format(&text, "%s: %s", key, get_text(difference, "what"));
        if (count > 1)
            text_add_format(&text, " (and %lld more)", (long long)(count - 1));
        text_add(&text, "\n");
    }
    return text_take(&text);
}
