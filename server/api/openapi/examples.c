#include "api/openapi/examples.h"

#include "base/asset.h"
#include "domain/world/world.h"
#include "json/read.h"

/* Where the message (a request's body, a response) is JSON. */
static void add_example(const json_t *message, json_t *example)
{
    json_t *media = json_object_get(json_object_get(message, "content"), "application/json");
    if (media && example)
        json_object_set(media, "example", example);
}

static json_t *success_of(json_t *operation)
{
    const char *status;
    json_t *response;
    json_object_foreach (json_object_get(operation, "responses"), status, response)
        if (*status == '2')
            return response;
    return NULL;
}

static void add_examples(json_t *operation, const json_t *all)
{
    const json_t *examples =
        json_object_get(all, json_string_value(json_object_get(operation, "operationId")));
    add_example(json_object_get(operation, "requestBody"), json_object_get(examples, "request"));
    add_example(success_of(operation), json_object_get(examples, "reply"));
}

void examples_add(json_t *paths)
{
    json_auto_t *all = json_stored((const char *)asset_find("schema/examples/control.json")->begin);
    const char *path, *method;
    json_t *item, *operation;
    json_object_foreach (paths, path, item)
        json_object_foreach (item, method, operation)
            add_examples(operation, all);
}
