/*
 * JSON Schema's own test suite of draft-07, as Debian packs it (json-schema-test-suite), against the checker.
 * Every case holds but those that are left out here; one that is left out and holds fails too.
 */
#include "support/testing.h"

#include "json/schema/schema.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUITE "/usr/share/json-schema-test-suite/tests/draft7/"
#define FORMAT "optional/format/"

static const char REMOTE[] = "nothing is fetched, the meta-schema neither";
static const char UNASSERTED[] = "no connector's specification uses this format";

static const struct left_out {
    const char *file;
    const char *group; /* NULL for all of the file */
    const char *reason;
} left_out[] = {
    {"definitions.json", NULL, REMOTE},
    {"ref.json", "ref overrides any sibling keywords", "the real validator checks the siblings too"},
    {"ref.json", "remote ref, containing refs itself", REMOTE},
    {"ref.json", "Recursive references between schemas", REMOTE},
    {"refRemote.json", NULL, REMOTE},
    {"optional/bignum.json", NULL, "the reader of these tests knows no number beyond 64 bits"},
    {"optional/content.json", NULL, "no connector's specification uses these keywords"},
    {"optional/ecmascript-regex.json", "ECMA 262 regex non-compliance", "PCRE2 knows \\Z"},
    {"optional/zeroTerminatedFloats.json", NULL, "for the real validator 1.0 is no integer"},
    {FORMAT "email.json", NULL, UNASSERTED},
    {FORMAT "hostname.json", NULL, UNASSERTED},
    {FORMAT "idn-email.json", NULL, UNASSERTED},
    {FORMAT "idn-hostname.json", NULL, UNASSERTED},
    {FORMAT "ipv4.json", NULL, UNASSERTED},
    {FORMAT "ipv6.json", NULL, UNASSERTED},
    {FORMAT "iri.json", NULL, UNASSERTED},
    {FORMAT "iri-reference.json", NULL, UNASSERTED},
    {FORMAT "json-pointer.json", NULL, UNASSERTED},
    {FORMAT "regex.json", NULL, UNASSERTED},
    {FORMAT "relative-json-pointer.json", NULL, UNASSERTED},
    {FORMAT "time.json", NULL, UNASSERTED},
    {FORMAT "uri-reference.json", NULL, UNASSERTED},
    {FORMAT "uri-template.json", NULL, UNASSERTED},
};

enum { LEFT_OUT = sizeof left_out / sizeof *left_out };

/* What the run of the suite has met. */
struct tally {
    size_t held, failed;
    bool needed[LEFT_OUT];
};

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* Its row in left_out, or LEFT_OUT. */
static size_t row_of(const char *file, const char *group)
{
    size_t i = 0;
    while (i < LEFT_OUT && (strcmp(left_out[i].file, file) != 0 ||
                            (left_out[i].group && group && strcmp(left_out[i].group, group) != 0)))
        i++;
    return i;
}

static void note_failure(struct tally *tally, const char *file, const char *group, const char *what)
{
    size_t row = row_of(file, group);
    if (row < LEFT_OUT) {
        tally->needed[row] = true;
        return;
    }
    print_error("%s: %s: %s\n", file, group, what);
    tally->failed++;
}

static void check_group(struct tally *tally, const char *file, const json_t *group)
{
    size_t i;
    json_t *test;
    char *error = NULL;
    const char *name = text_of(group, "description");
    struct schema *schema = schema_compile(json_object_get(group, "schema"), &error);
    if (!schema)
        note_failure(tally, file, name, error);
    json_array_foreach (json_object_get(group, "tests"), i, test) {
        struct schema_faults faults = {0};
        if (schema && schema_check(schema, json_object_get(test, "data"), &faults) !=
                          json_is_true(json_object_get(test, "valid")))
            note_failure(tally, file, name, text_of(test, "description"));
        else
            tally->held += schema != NULL;
        schema_faults_free(&faults);
    }
    schema_free(schema);
    free(error);
}

static void check_file(struct tally *tally, const char *path)
{
    size_t i;
    json_t *group;
    json_error_t error;
    const char *file = path + strlen(SUITE);
    json_auto_t *groups = json_load_file(path, JSON_ALLOW_NUL, &error);
    if (!groups)
        note_failure(tally, file, NULL, error.text);
    json_array_foreach (groups, i, group)
        check_group(tally, file, group);
}

static void the_suite_of_draft_7_holds(void **state)
{
    (void)state;
    glob_t files;
    struct tally tally = {0};
    if (glob(SUITE "{,optional/," FORMAT "}*.json", GLOB_BRACE, NULL, &files) != 0) {
        printf("skipped: Debian's json-schema-test-suite is not installed\n");
        globfree(&files);
        skip();
    }
    for (size_t i = 0; i < files.gl_pathc; i++)
        check_file(&tally, files.gl_pathv[i]);
    globfree(&files);
    for (size_t i = 0; i < LEFT_OUT; i++)
        if (!tally.needed[i])
            fail_msg("%s is left out (%s), but holds", left_out[i].file, left_out[i].reason);
    assert_int_equal(tally.failed, 0);
    assert_true(tally.held > 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_suite_of_draft_7_holds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
