#include "support/testing.h"

#include "sandbox/fault/fault.h"
#include "support/api.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_PATTERN = 64 };

static const char *no_header(const void *source, const char *name)
{
    (void)source, (void)name;
    return NULL;
}

static struct asked request(const char *path)
{
    return (struct asked){.method = "POST", .path = path, .body = "", .header = no_header};
}

static const struct fault *add(struct faults *faults, const char *text)
{
    struct problem problem = {0};
    json_auto_t *document = parsed(text);
    const struct fault *fault = faults_add(faults, document, &problem);
    assert_non_null(fault);
    return fault;
}

/* The id of the fault that is applied to a request of that path; "" for none. */
static struct fault_hit ask(struct faults *faults, const char *path)
{
    struct fault_hit hit;
    struct asked asked = request(path);
    if (faults_choose(faults, FAULT_ON_ARRIVAL, &asked, &hit))
        assert_non_null(hit.document);
    else
        assert_null(hit.document);
    asked_free(&asked);
    return hit;
}

static bool applied(struct faults *faults, const char *path)
{
    struct fault_hit hit = ask(faults, path);
    bool any = hit.document != NULL;
    fault_hit_free(&hit);
    return any;
}

/* Asks as often as the pattern is long: 'x' where a fault must be applied. */
static void expect_pattern(struct faults *faults, const char *pattern)
{
    char met[LONGEST_PATTERN] = "";
    assert_true(strlen(pattern) < sizeof met);
    for (size_t i = 0; pattern[i]; i++)
        met[i] = applied(faults, "/v1/jobs/get") ? 'x' : '.';
    assert_string_equal(met, pattern);
}

static void counts_choose_requests(void **state)
{
    (void)state;
    static const struct {
        const char *members, *pattern;
    } cases[] = {
        {"", "xxxxxx"},
        {", \"times\": 2", "xx...."},
        {", \"times\": 0", "......"},
        {", \"after\": 2", "..xxxx"},
        {", \"every\": 3", "..x..x"},
        {", \"every\": 0", "xxxxxx"},
        {", \"every\": 1", "xxxxxx"},
        {", \"after\": 1, \"every\": 2, \"times\": 2", "..x.x..."},
        {", \"probability\": 0", "......"},
        {", \"probability\": 1", "xxxxxx"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        struct faults faults = faults_begin(1, "default");
        snprintf(text, sizeof text, "{\"match\": {\"path\": \"*\"}, \"status\": 500%s}", cases[i].members);
        add(&faults, text);
        expect_pattern(&faults, cases[i].pattern);
        faults_free(&faults);
    }
}

static void what_fits_is_counted_until_the_times_are_over(void **state)
{
    (void)state;
    struct faults faults = faults_begin(1, "default");
    const struct fault *fault =
        add(&faults, "{\"match\": {\"path\": \"/v1/jobs/*\"}, \"after\": 1, \"times\": 1, \"status\": 500}");
    assert_false(applied(&faults, "/v1/health"));
    assert_int_equal(fault->matched, 0);
    expect_pattern(&faults, ".x...");
    assert_int_equal(fault->matched, 2);
    assert_int_equal(fault->fired, 1);
    json_auto_t *read = fault_read(fault);
    assert_int_equal(json_integer_value(json_object_get(read, "matched")), 2);
    assert_int_equal(json_integer_value(json_object_get(read, "fired")), 1);
    faults_free(&faults);
}

static void expect_id(struct faults *faults, const char *path, const char *id)
{
    struct fault_hit hit = ask(faults, path);
    assert_string_equal(hit.id, id);
    fault_hit_free(&hit);
}

static void the_oldest_that_fits_and_chooses_is_applied(void **state)
{
    (void)state;
    struct faults faults = faults_begin(1, "default");
    add(&faults, "{\"id\": \"once\", \"match\": {\"path\": \"/v1/jobs/*\"}, \"times\": 1, \"status\": 500}");
    add(&faults, "{\"id\": \"second\", \"match\": {\"path\": \"*\"}, \"every\": 2, \"status\": 501}");
    add(&faults, "{\"id\": \"rest\", \"match\": {\"path\": \"*\"}, \"status\": 502}");
    expect_id(&faults, "/v1/jobs/get", "once");
    expect_id(&faults, "/v1/jobs/get", "rest");
    expect_id(&faults, "/v1/health", "second");
    assert_int_equal(faults_find(&faults, "second")->matched, 2);
    assert_int_equal(faults_find(&faults, "rest")->matched, 1);
    faults_free(&faults);
}

/* One letter a request. */
static void draw(struct faults *faults, char *letters, size_t count)
{
    for (size_t i = 0; i < count; i++)
        letters[i] = applied(faults, "/v1/jobs/get") ? 'x' : '.';
}

static void draw_of(uint64_t seed, const char *sandbox, char *letters, size_t count)
{
    struct faults faults = faults_begin(seed, sandbox);
    add(&faults, "{\"match\": {\"path\": \"*\"}, \"probability\": 0.5, \"status\": 500}");
    draw(&faults, letters, count);
    faults_free(&faults);
}

static void chance_repeats_with_seed_and_sandbox(void **state)
{
    (void)state;
    char one[65] = "", again[65] = "", other_seed[65] = "", other_name[65] = "";
    draw_of(7, "default", one, 64);
    draw_of(7, "default", again, 64);
    draw_of(8, "default", other_seed, 64);
    draw_of(7, "other", other_name, 64);
    assert_string_equal(one, again);
    assert_string_not_equal(one, other_seed);
    assert_string_not_equal(one, other_name);
}

static void chance_keeps_its_promise(void **state)
{
    (void)state;
    enum { REQUESTS = 20000 };
    char *letters = malloc(REQUESTS);
    struct faults faults = faults_begin(3, "default");
    const struct fault *fault =
        add(&faults, "{\"match\": {\"path\": \"*\"}, \"probability\": 0.3, \"status\": 500}");
    draw(&faults, letters, REQUESTS);
    assert_in_range(fault->fired, REQUESTS * 28 / 100, REQUESTS * 32 / 100);
    assert_int_equal(fault->matched, REQUESTS);
    faults_free(&faults);
    free(letters);
}

/* What one fault draws is not changed by what others do. */
static void faults_draw_from_streams_of_their_own(void **state)
{
    (void)state;
    static const char coin[] =
        "{\"id\": \"coin\", \"match\": {\"path\": \"/v1/jobs/*\"}, \"probability\": 0.5, \"status\": 500}";
    char alone[65] = "", together[65] = "";
    struct faults faults = faults_begin(7, "default");
    add(&faults, coin);
    draw(&faults, alone, 64);
    faults_clear(&faults);
    add(&faults, "{\"match\": {\"path\": \"/v1/h*\"}, \"probability\": 0.5, \"status\": 500}");
    add(&faults, coin);
    for (size_t i = 0; i < 64; i++) {
        applied(&faults, "/v1/health");
        draw(&faults, &together[i], 1);
    }
    assert_string_equal(alone, together);
    faults_free(&faults);
}

static void ids_repeat_after_clear_and_not_after_removal(void **state)
{
    (void)state;
    static const char any[] = "{\"match\": {\"path\": \"*\"}, \"status\": 500}";
    char first[FAULT_ID];
    struct faults faults = faults_begin(7, "default");
    memcpy(first, add(&faults, any)->id, sizeof first);
    faults_clear(&faults);
    assert_int_equal(faults.count, 0);
    assert_string_equal(add(&faults, any)->id, first);
    faults_remove_all(&faults);
    assert_string_not_equal(add(&faults, any)->id, first);
    assert_true(faults_remove(&faults, faults.items[0]->id));
    assert_false(faults_remove(&faults, first));
    faults_free(&faults);
}

static void one_with_the_id_of_another_takes_its_place(void **state)
{
    (void)state;
    struct faults faults = faults_begin(7, "default");
    add(&faults, "{\"id\": \"a\", \"match\": {\"path\": \"*\"}, \"times\": 1, \"status\": 500}");
    add(&faults, "{\"id\": \"b\", \"match\": {\"path\": \"*\"}, \"status\": 501}");
    expect_id(&faults, "/v1/jobs/get", "a");
    expect_id(&faults, "/v1/jobs/get", "b");
    add(&faults, "{\"id\": \"a\", \"match\": {\"path\": \"*\"}, \"times\": 1, \"status\": 502}");
    assert_int_equal(faults.count, 2);
    expect_id(&faults, "/v1/jobs/get", "a");
    expect_id(&faults, "/v1/jobs/get", "b");
    faults_free(&faults);
}

static void one_for_a_status_waits_for_the_answer(void **state)
{
    (void)state;
    struct fault_hit hit;
    struct faults faults = faults_begin(7, "default");
    add(&faults, "{\"match\": {\"path\": \"*\", \"status\": 404}, \"phase\": \"after\", \"status\": 500}");
    struct asked asked = request("/v1/jobs/get");
    assert_false(faults_choose(&faults, FAULT_ON_ARRIVAL, &asked, &hit));
    asked.status = 200;
    assert_false(faults_choose(&faults, FAULT_ON_ANSWER, &asked, &hit));
    asked.status = 404;
    assert_true(faults_choose(&faults, FAULT_ON_ANSWER, &asked, &hit));
    assert_true(fault_hit_after(&hit));
    fault_hit_free(&hit);
    faults_free(&faults);
}

static void expect_delays(const char *text, int64_t low, int64_t high, int64_t mean_low, int64_t mean_high)
{
    enum { DRAWS = 4000 };
    int64_t sum = 0;
    json_auto_t *delay = parsed(text);
    struct rng rng = rng_seeded(1, "delays");
    for (size_t i = 0; i < DRAWS; i++) {
        int64_t drawn = fault_delay(json_object_get(delay, "delayMs"), &rng);
        assert_true(drawn >= low && drawn <= high);
        sum += drawn;
    }
    assert_true(sum / DRAWS >= mean_low && sum / DRAWS <= mean_high);
}

static void delays_are_as_they_are_distributed(void **state)
{
    (void)state;
    const int64_t day = 86400000;
    expect_delays("{}", 0, 0, 0, 0);
    expect_delays("{\"delayMs\": 250}", 250, 250, 250, 250);
    expect_delays("{\"delayMs\": 0.6}", 1, 1, 1, 1);
    expect_delays("{\"delayMs\": {\"uniform\": {\"lower\": 100, \"upper\": 300}}}", 100, 300, 195, 205);
    expect_delays("{\"delayMs\": {\"uniform\": {\"lower\": 5, \"upper\": 5}}}", 5, 5, 5, 5);
    expect_delays("{\"delayMs\": {\"lognormal\": {\"median\": 80, \"sigma\": 0}}}", 80, 80, 80, 80);
    expect_delays("{\"delayMs\": {\"lognormal\": {\"median\": 80, \"sigma\": 0.4}}}", 1, 1000, 83, 91);
    expect_delays("{\"delayMs\": {\"lognormal\": {\"median\": 86400000, \"sigma\": 10}}}", 0, day, 0, day);
}

/* Half of the draws are on each side of the median. */
static void the_median_is_the_median(void **state)
{
    (void)state;
    enum { DRAWS = 4000 };
    unsigned below = 0;
    json_auto_t *delay = parsed("{\"lognormal\": {\"median\": 1000, \"sigma\": 1}}");
    struct rng rng = rng_seeded(1, "delays");
    for (size_t i = 0; i < DRAWS; i++)
        below += fault_delay(delay, &rng) < 1000;
    assert_in_range(below, DRAWS * 47 / 100, DRAWS * 53 / 100);
}

static const char LIST[] = "[{\"match\": {\"path\": \"/a\"}, \"status\": 500},"
                           " {\"match\": {\"path\": \"/a\"}, \"status\": 500},"
                           " {\"id\": \"named\", \"match\": {\"path\": \"/b\"}, \"delayMs\": 5}]";

static void a_list_loaded_twice_changes_nothing(void **state)
{
    struct schema_library *shapes = release_shapes_of(&((struct api *)*state)->app->shapes, 0);
    struct problem problem = {0};
    json_auto_t *list = parsed(LIST);
    struct faults faults = faults_begin(7, "default");
    assert_true(faults_load(&faults, shapes, list, &problem));
    assert_int_equal(faults.count, 3);
    assert_true(applied(&faults, "/b"));
    assert_true(faults_load(&faults, shapes, list, &problem));
    assert_int_equal(faults.count, 3);
    assert_int_equal(faults_find(&faults, "named")->fired, 1);
    json_object_set_new(json_array_get(list, 2), "delayMs", json_integer(6));
    assert_true(faults_load(&faults, shapes, list, &problem));
    assert_int_equal(faults.count, 3);
    assert_int_equal(faults_find(&faults, "named")->fired, 0);
    faults_free(&faults);
}

static void a_list_with_a_mistake_leaves_nothing(void **state)
{
    struct schema_library *shapes = release_shapes_of(&((struct api *)*state)->app->shapes, 0);
    struct problem problem = {0};
    json_auto_t *list = parsed(LIST);
    json_array_append_new(list, parsed("{\"match\": {\"path\": \"/c\"}, \"body\": 1, \"delayMs\": {}}"));
    struct faults faults = faults_begin(7, "default");
    assert_false(faults_load(&faults, shapes, list, &problem));
    assert_int_equal(faults.count, 0);
    assert_int_equal(problem.kind, PROBLEM_INVALID);
    assert_int_equal(problem.faults.count, 2);
    assert_string_equal(problem.faults.items[0].path, "faults[3].body");
    assert_string_equal(problem.faults.items[1].path, "faults[3].delayMs");
    problem_clear(&problem);
    faults_free(&faults);
}

static void a_copy_goes_on_from_the_counts(void **state)
{
    (void)state;
    struct faults from = faults_begin(7, "default"), to = faults_begin(7, "fork");
    add(&from, "{\"id\": \"two\", \"match\": {\"path\": \"*\"}, \"times\": 2, \"status\": 500}");
    add(&to, "{\"match\": {\"path\": \"*\"}, \"status\": 501}");
    expect_pattern(&from, "x");
    faults_copy(&to, &from);
    expect_pattern(&to, "x.");
    expect_pattern(&from, "x.");
    faults_free(&from);
    faults_free(&to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_choose_requests),
        cmocka_unit_test(what_fits_is_counted_until_the_times_are_over),
        cmocka_unit_test(the_oldest_that_fits_and_chooses_is_applied),
        cmocka_unit_test(chance_repeats_with_seed_and_sandbox),
        cmocka_unit_test(chance_keeps_its_promise),
        cmocka_unit_test(faults_draw_from_streams_of_their_own),
        cmocka_unit_test(ids_repeat_after_clear_and_not_after_removal),
        cmocka_unit_test(one_with_the_id_of_another_takes_its_place),
        cmocka_unit_test(one_for_a_status_waits_for_the_answer),
        cmocka_unit_test(delays_are_as_they_are_distributed),
        cmocka_unit_test(the_median_is_the_median),
        API_TEST(a_list_loaded_twice_changes_nothing),
        API_TEST(a_list_with_a_mistake_leaves_nothing),
        cmocka_unit_test(a_copy_goes_on_from_the_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
