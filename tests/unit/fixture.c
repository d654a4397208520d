/* Fixture files and folders, and the schema that describes them. */
#include "support/api.h"

#include "base/asset.h"
#include "base/die.h"
#include "base/file.h"
#include "base/text.h"
#include "command/command.h"
#include "fixture/entry.h"
#include "fixture/files.h"
#include "json/list.h"
#include "json/read.h"
#include "json/schema/schema.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A world and a folder of its own. */
struct place {
    struct api *api;
    struct world *world;
    char folder[32];
};

static int set_up(void **state)
{
    struct place *place = must_zalloc(sizeof *place);
    place->api = api_new();
    place->world = &sandboxes_find(place->api->app->sandboxes, "default")->world;
    strcpy(place->folder, "/tmp/fixture-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    static const char *const names[] = {"a.json", "b.json", "c.json", "B.json", ".d.json", "e.txt", ".json"};
    struct place *place = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = must_printf("%s/%s", place->folder, names[i]);
        unlink(path);
        free(path);
    }
    rmdir(place->folder);
    api_free(place->api);
    free(place);
    return 0;
}

static void put(const struct place *place, const char *name, const char *text)
{
    char *error = NULL, *path = must_printf("%s/%s", place->folder, name);
    assert_true(file_replace(path, text, 0644, &error));
    free(path);
}

/* Loads the folder; the mistake as text, to be freed, or NULL. */
static char *load_folder(const struct place *place)
{
    struct fixture_files files = {0};
    struct fixture fixture = {.world = place->world};
    bool loaded =
        fixture_files_add(&files, place->folder, &fixture.mistakes) && fixture_files_load(&files, &fixture);
    char *text = loaded ? NULL : fixture_mistake_text(fixture.mistakes.items);
    fixture_free(&fixture);
    fixture_files_free(&files);
    return text;
}

/* The mistake begins with the folder, then comes `rest`. */
static void assert_mistake(const struct place *place, const char *rest)
{
    char *mistake = load_folder(place), *expected = must_printf("%s/%s", place->folder, rest);
    assert_non_null(mistake);
    assert_string_equal(mistake, expected);
    free(expected);
    free(mistake);
}

/* `names`: each with a comma behind it. */
static void assert_workspaces(const struct place *place, const char *names)
{
    json_auto_t *list = call_ok(place->api, "/v1/workspaces/list", NULL);
    struct text found = {0};
    for (size_t i = 0; i < json_array_size(at(list, "workspaces")); i++)
        text_add_format(&found, "%s,", text_at(json_array_get(at(list, "workspaces"), i), "name"));
    assert_string_equal(found.data, names);
    text_free(&found);
}

static void folders_are_read_bytewise_and_other_files_left_alone(void **state)
{
    const struct place *place = *state;
    put(place, "b.json", "{\"workspaces\": [{\"name\": \"three\"}]}");
    put(place, "a.json", "{\"workspaces\": [{\"name\": \"two\"}]}");
    put(place, "B.json", "{\"workspaces\": [{\"name\": \"one\"}]}");
    put(place, ".d.json", "no fixture");
    put(place, ".json", "no fixture");
    put(place, "e.txt", "no fixture");
    assert_null(load_folder(place));
    assert_workspaces(place, "one,two,three,");
}

static void later_files_may_refer_to_earlier_ones(void **state)
{
    const struct place *place = *state;
    put(place, "a.json", "{\"workspaces\": [{\"workspaceId\": \"" UNKNOWN_ID "\", \"name\": \"one\"}]}");
    put(place, "b.json",
        "{\"operations\": [{\"workspaceId\": \"" UNKNOWN_ID "\", \"name\": \"N\", \"operatorConfiguration\": "
        "{\"operatorType\": \"normalization\", \"normalization\": {}}}]}");
    assert_null(load_folder(place));
}

static void a_mistake_in_one_file_undoes_them_all(void **state)
{
    const struct place *place = *state;
    char *boot = first_workspace(place->api), *only = must_printf("%s,", boot);
    put(place, "a.json", "{\"workspaces\": [{\"name\": \"one\"}]}");
    put(place, "b.json", "{\"workspaces\": [{\"name\": \"two\"}, {}]}");
    assert_mistake(place, "b.json:1:34: /workspaces/1/name: is missing but it is required");
    assert_workspaces(place, only);
    free(only);
    free(boot);
}

static void a_syntax_error_names_its_line(void **state)
{
    const struct place *place = *state;
    put(place, "a.json", "{\"workspaces\":\n []]}");
    assert_mistake(place, "a.json:2:4: '}' expected near ']'");
    put(place, "a.json", "{\"workspaces\": [], \"workspaces\": []}");
    assert_mistake(place, "a.json:1:31: duplicate object key near '\"workspaces\"'");
    put(place, "a.json", "[]");
    assert_mistake(place, "a.json:1:1: array found, object expected");
}

static void what_is_not_there_is_a_mistake_unless_it_may_be_missing(void **state)
{
    (void)state;
    struct fixture_files files = {0};
    struct fixture_mistakes mistakes = {0};
    assert_true(fixture_files_add_if_there(&files, "/nowhere/fixtures.d", &mistakes));
    assert_false(fixture_files_add(&files, "/nowhere/a.json", &mistakes));
    char *text = fixture_mistake_text(mistakes.items);
    assert_string_equal(text, "/nowhere/a.json: No such file or directory");
    assert_int_equal(files.count, 0);
    free(text);
    fixture_mistakes_free(&mistakes);
}

/* A fixture with a plan and a fault. */
static json_t *trouble(const char *name)
{
    return json_pack("{s[{s{ss} s[{s[{ss}]}]}] s[{s{ss} si}]}", "plans", "match", "connectionName", name,
                     "runs", "attempts", "outcome", "failed", "faults", "match", "path", "/v1/jobs/get",
                     "status", 503);
}

static void plans_and_faults_are_loaded_once(void **state)
{
    const struct place *place = *state;
    struct faults faults = faults_begin(1, "test");
    struct fixture fixture = {.world = place->world, .faults = &faults};
    json_auto_t *first = trouble("one*"), *second = trouble("two*"), *again = trouble("one*");
    store_begin(place->world->store);
    assert_true(fixture_load(&fixture, first) && fixture_load(&fixture, second) &&
                fixture_load(&fixture, again));
    char *text = fixture_export(place->world, &faults);
    json_auto_t *export = json_stored(text);
    store_rollback(place->world->store);
    assert_int_equal(json_array_size(at(export, "plans")), 2);
    assert_int_equal(json_array_size(at(export, "faults")), 1);
    assert_string_equal(text_at(export, "plans[1].match.connectionName"), "two*");
    free(text);
    fixture_free(&fixture);
    faults_free(&faults);
}

static void a_slip_in_a_plan_or_a_fault_is_named(void **state)
{
    const struct place *place = *state;
    static const struct {
        const char *document, *mistake;
    } cases[] = {
        {"{\"plans\":[{\"match\":{},\"runz\":[]}]}",
         "/plans/0/runz: is not a known property; did you mean \"runs\"?"},
        {"{\"faults\":[{\"match\":{\"path\":\"*\"},\"stat\":1}]}",
         "/faults/0/stat: is not a known property; did you mean \"status\"?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct faults faults = faults_begin(1, "test");
        struct fixture fixture = {.world = place->world, .faults = &faults};
        json_auto_t *document = json_loads(cases[i].document, 0, NULL);
        store_begin(place->world->store);
        assert_false(fixture_load(&fixture, document));
        store_rollback(place->world->store);
        char *text = fixture_mistake_text(fixture.mistakes.items);
        assert_string_equal(text, cases[i].mistake);
        free(text);
        fixture_free(&fixture);
        faults_free(&faults);
    }
}

/* What is wrong with a.json, all of it, a line each; to be freed. *unjudged is how many entries were not
 * judged. */
static char *all_mistakes(const struct place *place, const char *text, size_t *unjudged)
{
    struct faults faults = faults_begin(1, "test");
    struct fixture fixture = {.world = place->world, .faults = &faults, .mistakes.all = true};
    struct text lines = {0};
    char *path = must_printf("%s/a.json", place->folder);
    put(place, "a.json", text);
    store_begin(place->world->store);
    assert_false(fixture_file_load(&fixture, path));
    store_rollback(place->world->store);
    for (size_t i = 0; i < fixture.mistakes.count; i++) {
        char *line = fixture_mistake_text(&fixture.mistakes.items[i]);
        text_add_format(&lines, "%s\n", line + strlen(path));
        free(line);
    }
    *unjudged = fixture.mistakes.unjudged;
    fixture_free(&fixture);
    faults_free(&faults);
    free(path);
    return text_take(&lines);
}

/* Each case a file; what refers to an entry with a mistake says nothing of its own. */
static void all_mistakes_are_told_with_their_places(void **state)
{
    static const struct {
        const char *text, *mistakes;
        size_t unjudged;
    } cases[] = {
        {"{\n  \"workspaces\": [\n    {\"nam\": \"é\"},\n    {\"name\": 5}\n  ],\n  \"job\": []\n}",
         ":3:5: /workspaces/0/name: is missing but it is required\n"
         ":3:6: /workspaces/0/nam: is not a known property; did you mean \"name\"?\n"
         ":4:6: /workspaces/1/name: integer found, string expected\n"
         ":6:3: /job: is not a known property; did you mean \"jobs\"?\n",
         0},
        {"{\"sources\": [\n{\"connector\": \"source-nothing\", \"name\": \"é\", \"connectionConfiguration\": {}},\n"
         "{\"name\": \"b\", \"connectionConfiguration\": {}}],\n"
         "\"connections\": [{\"source\": \"é\", \"destination\": \"d\", \"status\": \"active\"},\n"
         "{\"source\": \"c\", \"destination\": \"d\", \"status\": \"active\"}],\n"
         "\"faults\": [{\"match\": {\"path\": \"*\"}}, {\"match\": {\"path\": \"*\"}, \"status\": 503},\n"
         " {\"match\": {\"path\": \"*\"}, \"body\": {}, \"delayMs\": 1}]}",
         ":2:2: /sources/0/connector: is no known name; sourceDefinitionId says it, too\n"
         ":3:1: /sources/1/sourceDefinitionId: is missing but it is required\n"
         ":5:2: /connections/1/source: is no known name; sourceId says it, too\n"
         ":6:12: /faults/0: it does nothing: one of delayMs, status and connection must be there\n"
         ":7:27: /faults/2/body: needs a status\n",
         1},
        {"{\"workspaces\": [{\"workspaceId\": \"" UNKNOWN_ID "\", \"name\": \"w\", \"slug\": \"s\"},\n"
         "{\"name\": \"x\", \"slug\": \"s\"}],\n"
         "\"sources\": [{\"workspace\": \"x\", \"name\": \"a\", \"connectionConfiguration\": {}}],\n"
         "\"operations\": [{\"repeat\": 3, \"workspace\": \"none\", \"name\": \"N{n}\", "
         "\"operatorConfiguration\": {\"operatorType\": \"normalization\", \"normalization\": {}}}]}",
         ":2:15: /workspaces/1/slug: is that of workspace " UNKNOWN_ID "\n"
         ":4:30: /operations/0/workspace: is no known name; workspaceId says it, too\n",
         1},
        {"{\"operations\": [{\"operationId\": \"" UNKNOWN_ID "\", \"name\": \"o\",\n"
         "\"operatorConfiguration\": {\"operatorType\": \"normalization\"}}],\n"
         "\"connections\": [{\"sourceId\": \"" UNKNOWN_ID "\", \"destinationId\": \"" UNKNOWN_ID
         "\", \"operationIds\": [\"" UNKNOWN_ID "\"], \"status\": \"active\"}],\n"
         "\"tags\": [{\"tagId\": \"" UNKNOWN_ID "\", \"name\": \"t\", \"color\": \"x\"}],\n"
         "\"connectionTags\": [{\"connectionId\": \"" UNKNOWN_ID "\", \"tagIds\": [\"" UNKNOWN_ID "\"]}]}",
         ":2:1: /operations/0/operatorConfiguration/normalization: is missing but it is required\n"
         ":4:10: /tags/0: A color is 6 hexadecimal digits, not \"x\".\n",
         2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t unjudged;
        char *mistakes = all_mistakes(*state, cases[i].text, &unjudged);
        assert_string_equal(mistakes, cases[i].mistakes);
        assert_int_equal(unjudged, cases[i].unjudged);
        free(mistakes);
    }
}

/* Entries that name no workspace refer to the first one; a state is in none. */
static void what_is_in_a_workspace_with_a_mistake_is_not_judged(void **state)
{
    const struct place *place = *state;
    size_t unjudged;
    put(place, "a.json",
        "{\"workspaces\": [{\"workspaceId\": \"" UNKNOWN_ID "\", \"name\": \"w\", \"slug\": \"s\"}]}");
    assert_null(load_folder(place));
    char *mistakes = all_mistakes(
        place,
        "{\"workspaces\": [{\"name\": \"x\", \"slug\": \"s\"}],\n"
        "\"sources\": [{\"connector\": \"none\", \"name\": \"a\", \"connectionConfiguration\": {}}],\n"
        "\"states\": [{\"connection\": \"none\", \"stateType\": \"not_set\"}]}",
        &unjudged);
    assert_string_equal(mistakes,
                        ":1:31: /workspaces/0/slug: is that of workspace " UNKNOWN_ID "\n"
                        ":3:13: /states/0/connection: is no known name; connectionId says it, too\n");
    assert_int_equal(unjudged, 1);
    free(mistakes);
}

/* Runs `fakebyte validate` with its output put aside. */
static int validate(const struct place *place, const char *name)
{
    char *path = must_printf("%s/%s", place->folder, name);
    char program[] = "fakebyte", command[] = "validate", *error = NULL;
    char *arguments[] = {program, command, path, NULL}, *variables[] = {NULL};
    struct options options;
    int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC), out = dup(1), err = dup(2);
    assert_true(options_parse(arguments, variables, &options, &error));
    fflush(stdout);
    dup2(quiet, 1);
    dup2(quiet, 2);
    int status = command_validate(&options);
    fflush(stdout);
    dup2(out, 1);
    dup2(err, 2);
    close(out);
    close(err);
    close(quiet);
    options_free(&options);
    free(path);
    return status;
}

static void validate_tells_by_its_exit_status(void **state)
{
    const struct place *place = *state;
    put(place, "a.json", "{\"workspaces\": [{\"name\": \"one\"}]}");
    assert_int_equal(validate(place, "a.json"), 0);
    put(place, "b.json", "{\"workspaces\": [{}]}");
    assert_int_equal(validate(place, "b.json"), 1);
    assert_int_equal(validate(place, "c.json"), 1);
    assert_int_equal(validate(place, ""), 1);
}

/* Which request, or part of one, each definition is, and what a fixture says elsewhere or has no use for. */
static const struct {
    const char *definition, *shape, *without;
    enum release since;
} twins[] = {
    {"Workspace", "WorkspaceCreate", "", 0},
    {"SourceDefinition", "SourceDefinitionCreate", "", 0},
    {"DestinationDefinition", "DestinationDefinitionCreate", "", 0},
    {"Source", "SourceCreate", "secretId", 0},
    {"Destination", "DestinationCreate", "", 0},
    {"Operation", "OperationCreate", "", 0},
    {"Connection", "ConnectionCreate", "sourceCatalogId tags", 0},
    {"State", "ConnectionState", "", 0},
    {"AirbyteStream", "AirbyteStream", "", 0},
    {"AirbyteStreamConfiguration", "AirbyteStreamConfiguration", "", 0},
    {"ConfiguredStreamMapper", "ConfiguredStreamMapper", "", RELEASE_1_5},
    {"StreamMapperType", "StreamMapperType", "", RELEASE_1_5},
    {"DestinationSyncMode", "DestinationSyncMode", "", 0},
    {"NonBreakingChangesPreference", "NonBreakingChangesPreference", "", 0},
    {"NotificationSettings", "NotificationSettings", "", RELEASE_0_63},
    {"NotificationItem", "NotificationItem", "", RELEASE_0_63},
    {"ResourceRequirements", "ResourceRequirements", "", 0},
};

/* A member or a word. */
static bool knows(const json_t *definition, const char *name)
{
    return json_object_get(json_object_get(definition, "properties"), name) ||
           list_has_text(json_object_get(definition, "enum"), name);
}

static void compare_twin(const json_t *theirs, size_t twin, const json_t *own)
{
    const char *name;
    size_t index;
    json_t *value;
    json_object_foreach (json_object_get(theirs, "properties"), name, value)
        if (!knows(own, name) && !strstr(twins[twin].without, name))
            fail_msg("%s: %s is not known", twins[twin].definition, name);
    json_array_foreach (json_object_get(theirs, "enum"), index, value)
        if (!knows(own, json_string_value(value)))
            fail_msg("%s: %s is not known", twins[twin].definition, json_string_value(value));
    json_object_foreach (json_object_get(own, "later"), name, value)
        if (knows(own, name) && !knows(theirs, name))
            fail_msg("%s: %s came later than %s", twins[twin].definition, name, json_string_value(value));
}

static void the_schema_knows_what_the_requests_of_a_release_know(void **state)
{
    struct api *api = *state;
    for (enum release release = 0; release < RELEASES; release++) {
        struct schema *schema = fixture_schema(release);
        const json_t *definitions = at(schema_document(schema), "definitions");
        for (size_t i = 0; i < sizeof twins / sizeof *twins; i++) {
            const struct schema *shape =
                schema_library_find(release_shapes_of(&api->app->shapes, release), twins[i].shape);
            if (release >= twins[i].since)
                compare_twin(schema_document(shape), i, json_object_get(definitions, twins[i].definition));
        }
        schema_free(schema);
    }
}

/* The shapes of the control API that plans and faults have in a fixture. */
static const char *const control_shapes[] = {
    "PlanCreate",   "PlanId",         "PlanMatch",
    "PlanRuns",     "PlanRun",        "PlanSeconds",
    "PlanCount",    "GateName",       "PlanAttempt",
    "PlanStream",   "PlanCheck",      "PlanDiscovery",
    "PlanField",    "FaultCreate",    "FaultId",
    "FaultCount",   "FaultDelay",     "FaultProbability",
    "FaultUniform", "FaultLognormal", "FaultStatus",
    "FaultBody",    "FaultHeaders",   "FaultConnection",
    "FaultPhase",   "Match",          "AttemptFailureOrigin",
};

/* Where a fixture says in its schema what the control API says in words, or in code. */
static const char *const said_in_words[] = {"check", "discover", "failure", "catalog"};

static bool is_in_words(const char *name)
{
    bool found = false;
    for (size_t i = 0; i < sizeof said_in_words / sizeof *said_in_words; i++)
        found = found || strcmp(said_in_words[i], name) == 0;
    return found;
}

/* Takes away what decides nothing: annotations, who may have more members, where references lead. */
static void bare(json_t *schema)
{
    static const char *const annotations[] = {"description", "format"};
    const char *name, *reference = json_string_value(json_object_get(schema, "$ref"));
    size_t index;
    json_t *part;
    void *next;
    if (reference)
        json_object_set_new(schema, "$ref", json_string(strrchr(reference, '/')));
    for (size_t i = 0; i < sizeof annotations / sizeof *annotations; i++)
        if (json_is_string(json_object_get(schema, annotations[i])))
            json_object_del(schema, annotations[i]);
    if (json_is_false(json_object_get(schema, "additionalProperties")))
        json_object_del(schema, "additionalProperties");
    json_object_foreach_safe (schema, next, name, part)
        if (is_in_words(name))
            json_object_set_new(schema, name, json_true());
        else
            bare(part);
    json_array_foreach (schema, index, part)
        bare(part);
}

static void plans_and_faults_have_the_shapes_of_the_control_api(void **state)
{
    const struct place *place = *state;
    json_auto_t *schema = json_loads((const char *)asset_find("schema/fixture.json")->begin, 0, NULL);
    for (size_t i = 0; i < sizeof control_shapes / sizeof *control_shapes; i++) {
        const char *name = control_shapes[i];
        const struct schema *shape =
            schema_library_find(release_shapes_of(&place->api->app->shapes, 0), name);
        json_auto_t *theirs = json_deep_copy(schema_document(shape));
        json_t *ours = json_object_get(at(schema, "definitions"), name);
        bare(theirs);
        bare(ours);
        if (strcmp(name, "FaultDelay") == 0)
            json_object_del(ours, "type"); /* which the control API says in code */
        if (!json_equal(ours, theirs))
            fail_msg("%s: %s", name, json_dumps(ours, 0));
    }
}

/* What the schema alone says of a plan or fault; and the control API says the same of it. */
static void the_schema_judges_plans_and_faults_as_the_control_api_does(void **state)
{
    static const struct {
        const char *section, *entry, *reason; /* NULL: it is fine */
    } cases[] = {
        {"plans", "{\"runs\": [{\"attempts\": [{\"failure\": \"oom\"}]}]}", NULL},
        {"plans", "{\"runs\": [{\"attempts\": [{\"failure\": {\"message\": \"m\", \"retryable\": true}}]}]}",
         NULL},
        {"plans", "{\"runs\": [{\"attempts\": [{\"failure\": 5}]}]}", "integer found"},
        {"plans", "{\"runs\": [{\"attempts\": [{\"failure\": {\"mesage\": \"m\"}}]}]}", "did you mean"},
        {"plans", "{\"runs\": []}", "minimum of 1 items"},
        {"plans", "{\"check\": {\"status\": \"failed\", \"times\": 2}}", NULL},
        {"plans", "{\"check\": [{\"status\": \"failed\"}, {\"status\": \"succeeded\"}]}", NULL},
        {"plans", "{\"check\": {\"times\": 2}}", "status"},
        {"plans", "{\"check\": [{\"status\": \"broken\"}]}", "enumeration"},
        {"plans", "{\"check\": []}", "minimum of 1 items"},
        {"plans", "{\"discover\": {\"fails\": \"no\"}}", NULL},
        {"plans", "{\"discover\": [{\"addField\": {\"stream\": \"users\"}}]}", "field"},
        {"plans", "{\"discover\": {\"catalog\": {\"streams\": [{\"stream\": {\"name\": \"a\"}}]}}}", NULL},
        {"plans", "{\"discover\": {\"catalog\": {}}}", "streams"},
        {"faults", "{\"match\": {\"path\": \"*\"}, \"delayMs\": 5}", NULL},
        {"faults", "{\"match\": {\"path\": \"*\"}, \"delayMs\": {\"uniform\": {\"lower\": 1, \"upper\": 2}}}",
         NULL},
        {"faults", "{\"match\": {\"path\": \"*\"}, \"delayMs\": \"long\"}", "string found"},
        {"faults", "{\"match\": {\"path\": \"*\"}, \"delayMs\": {\"lognormal\": {\"median\": 1}}}", "sigma"},
        {"faults", "{\"match\": {}, \"status\": 500}", "path"},
        {"faults", "{\"match\": {\"path\": \"*\"}, \"status\": 99}", "minimum"},
        {"faults",
         "{\"match\": {\"path\": \"*\"}, \"status\": 500, \"body\": [1, {\"a\": null}], \"headers\": {\"A\": \"b\"}}",
         NULL},
        {"faults", "{\"match\": {\"path\": \"*\"}, \"status\": 500, \"headers\": {\"A\": 1}}",
         "integer found"},
    };
    const struct place *place = *state;
    char *slip = NULL;
    json_auto_t *document = json_loads((const char *)asset_find("schema/fixture.json")->begin, 0, NULL);
    struct schema *schema = schema_compile(document, &slip);
    assert_null(slip);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct schema_faults faults = {0};
        json_auto_t *entry = json_loads(cases[i].entry, 0, NULL);
        json_auto_t *fixture = json_pack("{s[o]}", cases[i].section, json_deep_copy(entry));
        bool sound = schema_admit(schema, fixture, SCHEMA_STRICT, &faults);
        if (sound != !cases[i].reason || (!sound && !strstr(faults.items[0].message, cases[i].reason) &&
                                          !strstr(faults.items[0].path, cases[i].reason)))
            fail_msg("%s: %s", cases[i].entry, sound ? "is fine" : faults.items[0].message);
        schema_faults_free(&faults);
        char *path = must_printf("/%s", cases[i].section);
        json_decref(control(place->api, "POST", path, json_incref(entry), sound ? 201 : 422));
        free(path);
    }
    schema_free(schema);
}

static void a_replaced_file_is_whole_and_nothing_is_left_aside(void **state)
{
    const struct place *place = *state;
    char *error = NULL, *aside = must_printf("%s/a.json.tmp", place->folder);
    put(place, "a.json", "first");
    put(place, "a.json", "{}");
    assert_null(load_folder(place));
    assert_int_equal(access(aside, F_OK), -1);
    assert_false(file_replace("/nowhere/a", "", 0644, &error));
    assert_string_equal(error, "cannot write /nowhere/a: No such file or directory");
    free(error);
    free(aside);
}

#define PLACE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(folders_are_read_bytewise_and_other_files_left_alone),
        PLACE_TEST(later_files_may_refer_to_earlier_ones),
        PLACE_TEST(a_mistake_in_one_file_undoes_them_all),
        PLACE_TEST(a_syntax_error_names_its_line),
        cmocka_unit_test(what_is_not_there_is_a_mistake_unless_it_may_be_missing),
        PLACE_TEST(plans_and_faults_are_loaded_once),
        PLACE_TEST(a_slip_in_a_plan_or_a_fault_is_named),
        PLACE_TEST(all_mistakes_are_told_with_their_places),
        PLACE_TEST(what_is_in_a_workspace_with_a_mistake_is_not_judged),
        PLACE_TEST(validate_tells_by_its_exit_status),
        API_TEST(the_schema_knows_what_the_requests_of_a_release_know),
        PLACE_TEST(plans_and_faults_have_the_shapes_of_the_control_api),
        PLACE_TEST(the_schema_judges_plans_and_faults_as_the_control_api_does),
        PLACE_TEST(a_replaced_file_is_whole_and_nothing_is_left_aside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
