/* `fakebyte releases`: what would meet a client after an upgrade. */
#include "support/testing.h"

#include "base/die.h"
#include "base/file.h"
#include "command/command.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORDS = 8 };

struct run {
    int status;
    char *output;
};

/* Runs the program's command, its standard output in a file meanwhile. */
static struct run run(const char *const words[WORDS])
{
    char path[] = "/tmp/fakebyte-releases-XXXXXX", *arguments[WORDS + 2] = {must_strdup("fakebyte")};
    for (size_t i = 0; i < WORDS && words[i]; i++)
        arguments[i + 1] = must_strdup(words[i]);
    fflush(stdout);
    int file = mkstemp(path), saved = dup(STDOUT_FILENO);
    dup2(file, STDOUT_FILENO);
    struct run run = {.status = command_run(arguments, (char *[]){NULL})};
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    size_t size;
    run.output = file_read(path, &size);
    unlink(path);
    close(saved);
    close(file);
    for (size_t i = 0; arguments[i]; i++)
        free(arguments[i]);
    return run;
}

#define RUN(...) run((const char *const[WORDS]){__VA_ARGS__})

static void expect(struct run run, int status, const char *piece)
{
    assert_int_equal(run.status, status);
    if (!strstr(run.output, piece))
        fail_msg("no \"%s\" in:\n%.3000s", piece, run.output);
    free(run.output);
}

static void expect_not(struct run run, const char *piece)
{
    if (strstr(run.output, piece))
        fail_msg("\"%s\" in:\n%.3000s", piece, run.output);
    free(run.output);
}

static void releases_are_listed(void **state)
{
    (void)state;
    expect(RUN("releases"), 0, "2.0   Airbyte 2.0.0");
}

static void a_release_is_as_it_is(void **state)
{
    (void)state;
    expect(RUN("releases", "--diff", "1.5", "1.5"), 0, "");
}

static void differences_say_who_can_break(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "POST /v1/workspaces/list\n  ! the operation is gone",
        "  ! request organizationId: is new, and must be there",
        "  + reply createdAt: is new, and must be there",
        "  ! reply job.configType: may be \"refresh\"",
        "  ! reply attempts[].logs: has another form",
        "POST /v1/connections/refresh\n  + the operation is new",
        "  ! reply catalog: selects no more than is suggested, or alone",
        "errors\n  ! an unknown id is answered with {\"errorId\"} alone",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        expect(RUN("releases", "--diff", "0.40", "2.0"), 1, pieces[i]);
}

static char *write_file(const char *text)
{
    char *path = must_strdup("/tmp/fakebyte-calls-XXXXXX");
    int file = mkstemp(path);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    return path;
}

static void a_request_log_narrows_it_down(void **state)
{
    (void)state;
    char *log = write_file(
        "{\"requests\": [{\"method\": \"POST\", \"path\": \"/v1/workspaces/create\", \"status\": 200, "
        "\"body\": {\"name\": \"x\"}}, {\"method\": \"POST\", \"path\": \"/v1/workspaces/create\", "
        "\"status\": 200, \"body\": {\"name\": \"y\"}}, {\"method\": \"POST\", \"path\": "
        "\"/v1/health_of_it\", \"status\": 404}], \"dropped\": 0}");
    expect(RUN("releases", "--diff", "0.40", "2.0", "--for", log), 1, "POST /v1/workspaces/create, 2 calls");
    expect(RUN("releases", "--diff", "0.40", "2.0", "--for", log), 1,
           "! a call is refused: organizationId is missing but it is required");
    expect(RUN("releases", "--diff", "0.40", "2.0", "--for", log), 1,
           "/v1/health_of_it\n  no operation of Airbyte 0.40");
    expect_not(RUN("releases", "--diff", "0.40", "2.0", "--for", log), "/v1/jobs/get");
    expect_not(RUN("releases", "--diff", "0.40", "2.0", "--for", log), "errors");
    unlink(log);
    free(log);
}

static void an_archive_does_as_well(void **state)
{
    (void)state;
    char *archive = write_file(
        "{\"log\": {\"entries\": [{\"request\": {\"method\": \"POST\", \"url\": "
        "\"http://h:8000/sandboxes/a/api/v1/jobs/get/?x=1\", \"postData\": {\"text\": \"{\\\"id\\\": 7}\"}}, "
        "\"response\": {\"status\": 404}}]}}");
    expect(RUN("releases", "--diff", "0.40", "2.0", "--for", archive), 1, "POST /v1/jobs/get, 1 call\n");
    expect(RUN("releases", "--diff", "0.40", "2.0", "--for", archive), 1, "errors, 1 of the calls");
    expect(RUN("releases", "--diff", "0.40", "0.63", "--for", archive), 1, "may be \"clear\"");
    unlink(archive);
    free(archive);
}

static void what_is_no_log_is_refused(void **state)
{
    (void)state;
    char *file = write_file("{\"a\": 1}");
    expect(RUN("releases", "--diff", "0.40", "2.0", "--for", file), 1, "");
    expect(RUN("releases", "--diff", "0.40"), 1, "");
    expect(RUN("releases", "--diff", "0.40", "3.0"), 1, "");
    unlink(file);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(releases_are_listed),           cmocka_unit_test(a_release_is_as_it_is),
        cmocka_unit_test(differences_say_who_can_break), cmocka_unit_test(a_request_log_narrows_it_down),
        cmocka_unit_test(an_archive_does_as_well),       cmocka_unit_test(what_is_no_log_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
