/* What takes long leaves others a turn again and again: how often is counted, with slices that are over at
 * once.
 */
#include "support/testing.h"

#include "base/die.h"
#include "base/work.h"
#include "domain/catalog/catalog.h"
#include "json/drop.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

enum { A_MEGABYTE = 1 << 20, MANY = 1000 };

/* Something that takes long, done with a text or with a value. */
struct task {
    struct work *work;
    char *text;
    json_t *value;
    size_t done;
};

static int rests(void (*run)(void *arg), struct task *task)
{
    int count = 0;
    task->work = work_new(run, task);
    assert_non_null(task->work);
    while (!work_slice(task->work, 0))
        count++;
    work_free(task->work);
    json_decref(task->value);
    free(task->text);
    return count;
}

static void print(void *arg)
{
    struct task *task = arg;
    task->text = json_print_resting(task->value, task->work);
}

static void a_long_string_is_printed_with_rests(void **state)
{
    (void)state;
    char *text = must_zalloc(A_MEGABYTE + 1);
    memset(text, '"', A_MEGABYTE);
    struct task task = {.value = json_string(text)};
    free(text);
    assert_true(rests(print, &task) >= A_MEGABYTE / (64 << 10));
}

static json_t *many_values(void)
{
    json_t *list = json_array();
    for (int i = 0; i < MANY; i++)
        json_array_append_new(list, json_pack("{si}", "number", i));
    return list;
}

static void many_values_are_printed_with_rests(void **state)
{
    (void)state;
    struct task task = {.value = many_values()};
    assert_true(rests(print, &task) >= 2 * MANY / 64);
}

static void read_text(void *arg)
{
    struct task *task = arg;
    task->value =
        json_read_with(task->text, strlen(task->text), &(struct read_options){.work = task->work}, NULL);
}

static void many_values_are_read_with_rests(void **state)
{
    (void)state;
    json_auto_t *list = many_values();
    struct task task = {.text = json_print(list)};
    assert_true(rests(read_text, &task) >= 2 * MANY / 64);
}

static void drop(void *arg)
{
    struct task *task = arg;
    json_drop(task->value, task->work);
    task->value = NULL;
}

static void many_values_are_dropped_with_rests(void **state)
{
    (void)state;
    struct task task = {.value = many_values()};
    assert_true(rests(drop, &task) >= MANY);
}

static void make_up(void *arg)
{
    struct task *task = arg;
    json_auto_t *configuration =
        json_pack("{s{sssssssi}}", "mock_catalog", "type", "SINGLE_STREAM", "stream_name", "data",
                  "stream_schema", "{\"type\": \"object\"}", "stream_duplication", MANY);
    task->value = catalog_of_e2e_test(configuration, task->work, &task->text);
}

static void many_streams_are_made_up_with_rests(void **state)
{
    (void)state;
    assert_true(rests(make_up, &(struct task){0}) >= MANY);
}

static void complete(void *arg)
{
    struct task *task = arg;
    json_auto_t *stored = catalog_stored(task->value, task->work);
    task->done = json_array_size(json_object_get(stored, "streams"));
}

static void many_streams_are_completed_with_rests(void **state)
{
    (void)state;
    struct task whole = {0};
    make_up(&whole);
    assert_true(rests(complete, &whole) >= MANY);
    assert_int_equal(whole.done, MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_string_is_printed_with_rests),
        cmocka_unit_test(many_values_are_printed_with_rests),
        cmocka_unit_test(many_values_are_read_with_rests),
        cmocka_unit_test(many_values_are_dropped_with_rests),
        cmocka_unit_test(many_streams_are_made_up_with_rests),
        cmocka_unit_test(many_streams_are_completed_with_rests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
