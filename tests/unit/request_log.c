#include "support/testing.h"

#include "base/die.h"
#include "sandbox/request/request_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t add(struct request_log *log, const char *id, const char *body, size_t body_size)
{
    static const char headers[] = "Host\0test\0X-One\0\0X-Two\0zwei";
    char bytes[sizeof headers];
    memcpy(bytes, headers, sizeof headers);
    struct text text = {bytes, sizeof headers, 0};
    char whole[LOG_ID] = "";
    snprintf(whole, sizeof whole, "%s", id);
    return request_log_add(log, &(struct arrival){.id = whole,
                                                  .operation = "getJob",
                                                  .method = "POST",
                                                  .path = "/v1/jobs/get",
                                                  .query = "a=b",
                                                  .client = "127.0.0.1",
                                                  .headers = &text,
                                                  .body = body,
                                                  .body_size = body_size});
}

static uint64_t add_small(struct request_log *log, unsigned n)
{
    char id[LOG_ID];
    snprintf(id, sizeof id, "%u", n);
    return add(log, id, "{}", 2);
}

static void answer(struct request_log *log, uint64_t number, unsigned status, const char *body, size_t size)
{
    const struct logged_request *request = request_log_find(log, number);
    request_log_answer(log, number, request ? request->id : "",
                       &(struct answer_given){status, 42, body, size, NULL, &(struct text){0}});
}

static void a_request_is_kept_as_it_came(void **state)
{
    (void)state;
    struct request_log log = {.limit = 10};
    uint64_t number = add(&log, "abc", "{\"id\": 1}", 9);
    const struct logged_request *request = request_log_find(&log, number);
    assert_string_equal(request->id, "abc");
    assert_string_equal(request->method, "POST");
    assert_string_equal(request->path, "/v1/jobs/get");
    assert_string_equal(request->query, "a=b");
    assert_string_equal(request->client, "127.0.0.1");
    assert_string_equal(request->body, "{\"id\": 1}");
    assert_string_equal(request_header(request, "x-two"), "zwei");
    assert_string_equal(request_header(request, "X-One"), "");
    assert_string_equal(request_header(request, "HOST"), "test");
    assert_null(request_header(request, "X-Three"));
    assert_int_equal(request->answered, 0);
    assert_true(request->received > 0);
    request_log_free(&log);
}

static void an_answer_completes_it_once(void **state)
{
    (void)state;
    struct request_log log = {.limit = 10};
    uint64_t number = add_small(&log, 1);
    request_log_fault(&log, number, "f1");
    answer(&log, number, 503, "busy", 4);
    answer(&log, number, 200, "late", 4);
    answer(&log, number + 1, 200, "nobody", 6);
    const struct logged_request *request = request_log_find(&log, number);
    assert_int_equal(request->status, 503);
    assert_int_equal(request->micros, 42);
    assert_int_equal(request->reply_size, 4);
    assert_memory_equal(request->reply, "busy", 4);
    assert_string_equal(request->fault, "f1");
    assert_true(request->answered >= request->received);
    request_log_free(&log);
}

static void the_oldest_fall_out_by_number(void **state)
{
    (void)state;
    struct request_log log = {.limit = 20};
    for (unsigned n = 1; n <= 75; n++)
        add_small(&log, n);
    assert_int_equal(log.count, 20);
    assert_int_equal(log.dropped, 55);
    for (unsigned i = 0; i < 20; i++) {
        assert_int_equal(request_log_at(&log, i)->number, 56 + i);
        assert_ptr_equal(request_log_find(&log, 56 + i), request_log_at(&log, i));
    }
    assert_null(request_log_find(&log, 55));
    answer(&log, 55, 200, "gone", 4);
    request_log_fault(&log, 55, "gone");
    request_log_free(&log);
}

static void the_oldest_fall_out_by_size(void **state)
{
    (void)state;
    struct request_log log = {.limit = 1000};
    enum { SIZE = 1 << 20 };
    char *body = must_zalloc(SIZE);
    for (unsigned n = 1; n <= 40; n++) {
        add(&log, "big", body, SIZE);
        assert_true(log.size <= LOG_BYTES);
    }
    assert_int_equal(log.count, 15);
    assert_int_equal(log.dropped, 25);
    for (unsigned n = 0; n < 1000; n++)
        add_small(&log, n);
    assert_int_equal(log.count, 1000);
    assert_true(log.size < 1000 * 500);
    free(body);
    request_log_free(&log);
}

static void replies_count_for_the_size(void **state)
{
    (void)state;
    struct request_log log = {.limit = 1000};
    char *reply = must_zalloc(LOG_REPLY + 1);
    for (unsigned n = 0; n < 500; n++) {
        answer(&log, add_small(&log, n), 200, reply, LOG_REPLY);
        assert_true(log.size <= LOG_BYTES);
    }
    assert_in_range(log.count, 240, 256);
    uint64_t number = add_small(&log, 1);
    answer(&log, number, 200, reply, LOG_REPLY + 1);
    assert_null(request_log_find(&log, number)->reply);
    assert_int_equal(request_log_find(&log, number)->reply_size, LOG_REPLY + 1);
    free(reply);
    request_log_free(&log);
}

static void too_long_a_body_is_only_measured(void **state)
{
    (void)state;
    struct request_log log = {.limit = 10};
    char *body = must_zalloc(LOG_BODY + 1);
    uint64_t kept = add(&log, "kept", body, LOG_BODY), measured = add(&log, "measured", body, LOG_BODY + 1);
    assert_int_equal(request_log_find(&log, kept)->body_kept, LOG_BODY);
    assert_int_equal(request_log_find(&log, measured)->body_kept, 0);
    assert_int_equal(request_log_find(&log, measured)->body_size, LOG_BODY + 1);
    free(body);
    request_log_free(&log);
}

static bool is_even(void *context, const struct logged_request *request)
{
    (void)context;
    return request->number % 2 == 0;
}

static void some_or_all_can_be_forgotten(void **state)
{
    (void)state;
    struct request_log log = {.limit = 10};
    for (unsigned n = 1; n <= 17; n++)
        add_small(&log, n);
    assert_int_equal(request_log_clear(&log, is_even, NULL), 5);
    assert_int_equal(log.count, 5);
    for (unsigned i = 0; i < 5; i++)
        assert_int_equal(request_log_at(&log, i)->number, 9 + 2 * i);
    assert_null(request_log_find(&log, 10));
    assert_int_equal(request_log_find(&log, 11)->number, 11);
    add_small(&log, 18);
    assert_int_equal(request_log_at(&log, 5)->number, 18);
    assert_int_equal(request_log_clear(&log, NULL, NULL), 6);
    assert_int_equal(log.size, 0);
    assert_int_equal(log.dropped, 7);
    request_log_free(&log);
}

/* Whoever reads it in slices goes on with what there was, as it is answered. */
static void a_view_keeps_what_falls_out_or_is_forgotten(void **state)
{
    (void)state;
    enum { MANY = 40 };
    struct request_log log = {.limit = MANY};
    for (unsigned i = 0; i < MANY; i++)
        add_small(&log, i);
    struct request_log view = request_log_view(&log), other = request_log_view(&log);
    answer(&log, MANY, 200, "ok", 2);
    for (unsigned i = MANY; i < 2 * MANY - 10; i++)
        add_small(&log, i);
    request_log_leave(&log, &other);
    request_log_clear(&log, NULL, NULL);
    add_small(&log, 3 * MANY);
    assert_int_equal(view.count, MANY);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(request_log_at(&view, i)->number, i + 1);
        assert_string_equal(request_log_at(&view, i)->body, "{}");
    }
    assert_int_equal(request_log_at(&view, MANY - 1)->status, 200);
    request_log_leave(&log, &view);
    assert_int_equal(log.count, 1);
    request_log_free(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_kept_as_it_came),
        cmocka_unit_test(an_answer_completes_it_once),
        cmocka_unit_test(the_oldest_fall_out_by_number),
        cmocka_unit_test(the_oldest_fall_out_by_size),
        cmocka_unit_test(replies_count_for_the_size),
        cmocka_unit_test(too_long_a_body_is_only_measured),
        cmocka_unit_test(some_or_all_can_be_forgotten),
        cmocka_unit_test(a_view_keeps_what_falls_out_or_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
