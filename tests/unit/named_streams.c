/* Streams whose names the configuration says. */
#include "support/testing.h"

#include "domain/catalog/catalog.h"
#include "json/print.h"

#include <stdlib.h>
#include <string.h>

/* "name full_refresh incremental(cursor)" of each, in order. */
static char *summary_of(const json_t *catalog)
{
    char *text = strdup("");
    size_t i;
    json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
        json_t *stream = json_object_get(entry, "stream");
        const char *cursor =
            json_string_value(json_array_get(json_object_get(stream, "defaultCursorField"), 0));
        char *longer;
        assert_int_not_equal(asprintf(&longer, "%s%s%s %zu%s%s", text, i ? ", " : "",
                                      json_string_value(json_object_get(stream, "name")),
                                      json_array_size(json_object_get(stream, "supportedSyncModes")),
                                      cursor ? " " : "", cursor ? cursor : ""),
                             -1);
        free(text);
        text = longer;
    }
    return text;
}

static void names_are_what_the_configuration_says(void **state)
{
    (void)state;
    static const struct {
        const char *repository, *configuration, *streams;
        bool besides;
    } table[] = {
        {"airbyte/source-file", "{\"dataset_name\": \"iris\", \"format\": \"csv\"}", "iris 1", false},
        {"airbyte/source-file-secure", "{\"dataset_name\": \"iris\"}", "iris 1", false},
        {"airbyte/source-s3", "{\"dataset\": \"logs\"}", "logs 2 _ab_source_file_last_modified", false},
        {"airbyte/source-sftp-bulk", "{\"stream_name\": \"in\"}", "in 2 last_modified", false},
        {"airbyte/source-google-sheets", "{\"spreadsheet_id\": \"https://x/y\"}", "Sheet1 1", false},
        {"airbyte/source-amazon-sqs", "{\"queue_url\": \"https://sqs.eu-west-1.amazonaws.com/1/jobs\"}",
         "jobs 1", false},
        {"airbyte/source-kafka", "{\"subscription\": {\"topic_partitions\": \"a:0, b:1,c\"}}",
         "a 2, b 2, c 2", false},
        {"airbyte/source-kafka", "{\"subscription\": {\"topic_pattern\": \"a.*\"}}", "", true},
        {"airbyte/source-surveycto", "{\"form_id\": [\"f1\", \"f2\", 3]}", "f1 1, f2 1", false},
        {"airbyte/source-google-ads",
         "{\"custom_queries\": [{\"table_name\": \"mine\", \"query\": \"SELECT\"}]}", "mine 1", true},
        {"airbyte/source-facebook-marketing", "{\"custom_insights\": [{\"name\": \"i\"}]}", "i 2 date", true},
        {"airbyte/source-google-search-console", "{\"custom_reports\": \"[{\\\"name\\\": \\\"r\\\"}]\"}",
         "r 2 date", true},
        {"airbyte/source-google-search-console", "{\"custom_reports\": \"no JSON\"}", "", true},
        {"acme/source-own", "{\"streams\": [{\"name\": \"x\", \"globs\": [\"**\"]}, {\"name\": \"y\"}]}",
         "x 2 _ab_source_file_last_modified, y 2 _ab_source_file_last_modified", false},
        {"acme/source-own", "{\"streams\": 5}", "", true},
        {"airbyte/source-file", "{\"dataset_name\": 5}", "", true},
        {"airbyte/source-postgres", "{\"dataset_name\": \"x\"}", "", true},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        bool besides;
        json_auto_t *configuration = parsed(table[i].configuration);
        json_auto_t *catalog = catalog_named(table[i].repository, configuration, &besides);
        char *summary = summary_of(catalog);
        assert_string_equal(summary, table[i].streams);
        assert_int_equal(besides, table[i].besides);
        free(summary);
    }
}

static json_t *properties_of(const char *repository, const char *text)
{
    bool besides;
    json_auto_t *configuration = parsed(text), *catalog = catalog_named(repository, configuration, &besides);
    json_t *stream = json_object_get(json_array_get(json_object_get(catalog, "streams"), 0), "stream");
    return json_incref(json_object_get(json_object_get(stream, "jsonSchema"), "properties"));
}

static void columns_that_are_declared_are_taken(void **state)
{
    (void)state;
    json_auto_t *properties = properties_of(
        "airbyte/source-s3", "{\"dataset\": \"d\", \"schema\": \"{\\\"n\\\": \\\"integer\\\"}\"}");
    char *text = json_print(properties);
    assert_string_equal(
        text, "{\"n\":{\"type\":[\"null\",\"integer\"]},\"_ab_source_file_url\":{\"type\":\"string\"},"
              "\"_ab_source_file_last_modified\":{\"type\":\"string\",\"format\":\"date-time\"}}");
    free(text);
}

/* A file has columns, the same each time. */
static void columns_that_nobody_knows_are_plausible(void **state)
{
    (void)state;
    json_auto_t *once = properties_of("airbyte/source-file", "{\"dataset_name\": \"iris\"}");
    json_auto_t *again = properties_of("airbyte/source-file", "{\"dataset_name\": \"iris\"}");
    assert_int_equal(json_object_size(once), 3);
    assert_true(json_equal(once, again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_what_the_configuration_says),
        cmocka_unit_test(columns_that_are_declared_are_taken),
        cmocka_unit_test(columns_that_nobody_knows_are_plausible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
