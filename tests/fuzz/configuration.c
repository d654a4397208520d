/* A connector's specification and a configuration that is checked against it: [schema, instance]. Reading the
 * text is checked against jansson on the way. */
#include "support.h"

#include "json/read.h"
#include "json/schema/schema.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

static json_t *read_both_ways(const char *text, size_t size)
{
    json_t *ours = json_read(text, size, NULL);
    json_error_t error;
    json_auto_t *theirs = json_loadb(text, size, JSON_DECODE_ANY, &error);
    bool beyond = !theirs && json_error_code(&error) == json_error_numeric_overflow;
    bool marked = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    bool longer = ours && theirs && !json_equal(ours, theirs); /* fractions that a double does not hold */
    if (!beyond && !marked && (!ours != !theirs || (longer && !strpbrk(text, ".eE"))))
        abort();
    return ours;
}

static void check(const struct schema *schema, const json_t *instance)
{
    struct schema_faults faults = {0};
    bool sound = schema_check(schema, instance, &faults);
    if (sound != (faults.count == 0))
        abort();
    free(schema_faults_text(&faults));
    schema_faults_free(&faults);
    json_auto_t *body = json_deep_copy(instance);
    schema_admit(schema, body, SCHEMA_STRICT, &faults);
    schema_faults_free(&faults);
}

static void compile_and_check(const json_t *document, const json_t *instance)
{
    char *slip = NULL;
    struct schema *schema = schema_compile(document, &slip);
    free(slip);
    if (instance)
        check(schema, instance);
    schema_free(schema);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = must_strndup((const char *)data, size);
    json_auto_t *input = read_both_ways(text, strlen(text));
    if (json_array_size(input) > 0)
        compile_and_check(json_array_get(input, 0), json_array_get(input, 1));
    free(text);
    return 0;
}
