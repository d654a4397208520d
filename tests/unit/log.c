#include "support/testing.h"

#include "base/log.h"
#include "base/moment.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A log that writes into memory. */
struct paper {
    char *text;
    size_t size;
    FILE *file;
    struct log *log;
};

static void paper_new(struct paper *paper, enum log_level level, enum log_format format)
{
    *paper = (struct paper){0};
    paper->file = open_memstream(&paper->text, &paper->size);
    paper->log = log_new(level, format, paper->file);
}

static const char *paper_read(struct paper *paper)
{
    fflush(paper->file);
    return paper->text;
}

static void paper_free(struct paper *paper)
{
    log_free(paper->log);
    fclose(paper->file);
    free(paper->text);
}

/* The line behind its time, which must be one that was just now. */
static const char *after_time(const char *line)
{
    char time[25] = "";
    memcpy(time, line, sizeof time - 1);
    int64_t moment;
    assert_true(moment_parse(time, &moment));
    assert_in_range(moment_now() - moment, 0, 60000);
    assert_int_equal(line[24], ' ');
    return line + 25;
}

static const struct log_field request[] = {
    {LOG_FIELD_TEXT, "method", .text = "POST"},
    {LOG_FIELD_TEXT, "path", .text = "/v1/a \"b\"=\n\x01\xC3\xA9\xFF"},
    {LOG_FIELD_TEXT, "sandbox", .text = NULL},
    {LOG_FIELD_TEXT, "user", .text = ""},
    {LOG_FIELD_INTEGER, "status", .integer = 200},
    {LOG_FIELD_INTEGER, "skew", .integer = INT64_MIN},
    {0},
};

/* A C1 control (CSI), overrides of the direction, a separator of lines, and an invisible letter far out. */
static void letters_that_command_a_terminal_are_escaped(void **state)
{
    (void)state;
    static const enum log_format formats[] = {LOG_TEXT, LOG_JSON};
    for (size_t i = 0; i < 2; i++) {
        struct paper paper;
        paper_new(&paper, LOG_INFO, formats[i]);
        log_line(paper.log, LOG_INFO,
                 "a\xC2\x9B"
                 "31m\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\xA8\xF3\xA0\x80\x81\x7F\xC3\xA9");
        const char *line = paper_read(&paper);
        assert_non_null(strstr(line, "a\\u009b31m\\u202e\\u2066\\u2028\\udb40\\udc01\\u007f\xC3\xA9"));
        paper_free(&paper);
    }
}

static void text_lines_have_time_level_message_and_fields(void **state)
{
    (void)state;
    struct paper paper;
    paper_new(&paper, LOG_INFO, LOG_TEXT);
    log_event(paper.log, LOG_WARN, "answered", request);
    assert_string_equal(
        after_time(paper_read(&paper)),
        "warn answered method=POST path=\"/v1/a \\\"b\\\"=\\u000a\\u0001\xC3\xA9\xEF\xBF\xBD\" "
        "user=\"\" status=200 skew=-9223372036854775808\n");
    paper_free(&paper);
}

static void json_lines_are_json(void **state)
{
    (void)state;
    struct paper paper;
    paper_new(&paper, LOG_DEBUG, LOG_JSON);
    log_event(paper.log, LOG_ERROR, "say \"hi\"\r\n", request);
    const char *line = paper_read(&paper);
    assert_int_equal(line[strlen(line) - 1], '\n');
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
    json_auto_t *event = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
    json_auto_t *expected = json_pack(
        "{s:O, s:s, s:s, s:s, s:s, s:s, s:i, s:I}", "time", json_object_get(event, "time"), "level", "error",
        "message", "say \"hi\"\r\n", "method", "POST", "path", "/v1/a \"b\"=\n\x01\xC3\xA9\xEF\xBF\xBD",
        "user", "", "status", 200, "skew", (json_int_t)INT64_MIN);
    assert_true(json_equal(event, expected));
    int64_t moment;
    assert_true(moment_parse(json_string_value(json_object_get(event, "time")), &moment));
    paper_free(&paper);
}

static void lines_are_formatted(void **state)
{
    (void)state;
    struct paper paper;
    paper_new(&paper, LOG_INFO, LOG_TEXT);
    log_line(paper.log, LOG_INFO, "port %d of %s", 8000, "two\nlines");
    assert_string_equal(after_time(paper_read(&paper)), "info port 8000 of two\\u000alines\n");
    paper_free(&paper);
}

static void what_is_no_utf8_is_replaced(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x80",
                                      "\xC0\xAF",
                                      "\xE0\x80\x80",
                                      "\xED\xA0\x80",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF8\x88\x80\x80\x80",
                                      "\xE2\x82",
                                      "\xC3"};
    static const char *const good[] = {"\xC2\xA1",     "\xE2\x82\xAC",     "\xED\x9F\xBF",
                                       "\xEE\x80\x80", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"};
    struct paper paper;
    paper_new(&paper, LOG_INFO, LOG_TEXT);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rewind(paper.file);
        log_line(paper.log, LOG_INFO, "%s", bad[i]);
        assert_non_null(strstr(paper_read(&paper), "\xEF\xBF\xBD\n"));
        assert_null(strstr(paper_read(&paper), bad[i]));
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        rewind(paper.file);
        log_line(paper.log, LOG_INFO, "%s", good[i]);
        assert_int_equal(strncmp(after_time(paper_read(&paper)) + 5, good[i], strlen(good[i])), 0);
    }
    paper_free(&paper);
}

static void lesser_lines_are_not_written(void **state)
{
    (void)state;
    for (int threshold = LOG_DEBUG; threshold <= LOG_ERROR; threshold++) {
        struct paper paper;
        paper_new(&paper, (enum log_level)threshold, LOG_TEXT);
        for (int level = LOG_DEBUG; level <= LOG_ERROR; level++) {
            log_line(paper.log, (enum log_level)level, "line");
            log_event(paper.log, (enum log_level)level, "event", NULL);
        }
        size_t lines = 0;
        for (const char *at = paper_read(&paper); (at = strchr(at, '\n')); at++)
            lines++;
        assert_int_equal(lines, 2 * (LOG_ERROR - threshold + 1));
        char *kept = log_text(paper.log);
        assert_string_equal(kept, paper_read(&paper));
        free(kept);
        paper_free(&paper);
    }
}

static void the_last_lines_are_kept(void **state)
{
    (void)state;
    struct paper paper;
    paper_new(&paper, LOG_INFO, LOG_TEXT);
    char *none = log_text(paper.log);
    assert_string_equal(none, "");
    free(none);
    for (int n = 1; n <= LOG_KEPT + 5; n++)
        log_line(paper.log, LOG_INFO, "number %d", n);
    char *kept = log_text(paper.log);
    assert_non_null(strstr(after_time(kept), "info number 6\n"));
    assert_null(strstr(kept, "number 5\n"));
    assert_non_null(strstr(kept, "number 1005\n"));
    assert_string_equal(kept,
                        strstr(paper_read(&paper), "number 6\n") - strlen("2026-01-01T00:00:00.000Z info "));
    free(kept);
    paper_free(&paper);
}

static void no_log_is_no_trouble(void **state)
{
    (void)state;
    log_line(NULL, LOG_ERROR, "nobody %s", "reads this");
    log_event(NULL, LOG_ERROR, "nor this", request);
    log_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_that_command_a_terminal_are_escaped),
        cmocka_unit_test(text_lines_have_time_level_message_and_fields),
        cmocka_unit_test(json_lines_are_json),
        cmocka_unit_test(lines_are_formatted),
        cmocka_unit_test(what_is_no_utf8_is_replaced),
        cmocka_unit_test(lesser_lines_are_not_written),
        cmocka_unit_test(the_last_lines_are_kept),
        cmocka_unit_test(no_log_is_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
