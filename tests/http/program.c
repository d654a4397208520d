/* The program from its start to its end: each command in a process of its own, its output in files. */
#include "support/testing.h"

#include "base/die.h"
#include "base/file.h"
#include "base/loop.h"
#include "command/command.h"
#include "support/http_client.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS = 16, PATIENCE_MS = 20000 };

struct program {
    char folder[32];
    pid_t pid;
    unsigned port;
};

static int folder_make(void **state)
{
    struct program *program = must_zalloc(sizeof *program);
    strcpy(program->folder, "/tmp/fakebyte-XXXXXX");
    assert_non_null(mkdtemp(program->folder));
    *state = program;
    return 0;
}

/* A new text. */
static char *path_in(const struct program *program, const char *name)
{
    return must_printf("%s/%s", program->folder, name);
}

static void file_remove(const struct program *program, const char *name)
{
    char *path = path_in(program, name);
    unlink(path);
    free(path);
}

static int folder_remove(void **state)
{
    static const char *const names[] = {"out",      "err",      "port",     "file.json",
                                        "file.xml", "file.txt", "state.db", "state.db-wal"};
    struct program *program = *state;
    if (program->pid)
        kill(program->pid, SIGKILL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        file_remove(program, names[i]);
    assert_int_equal(rmdir(program->folder), 0);
    free(program);
    return 0;
}

/* What was written to that file of the folder; NULL where it is not there. A new text. */
static char *written(const struct program *program, const char *name)
{
    char *path = path_in(program, name), bytes[1 << 16];
    FILE *file = fopen(path, "r");
    free(path);
    if (!file)
        return NULL;
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return must_strndup(bytes, size);
}

static void redirect(const struct program *program, const char *name, FILE *stream)
{
    char *path = path_in(program, name);
    assert_non_null(freopen(path, "w", stream));
    free(path);
}

/* The arguments behind the program's name, up to NULL; "@/name" is a file of the folder. */
static void begin(struct program *program, const char *const *arguments)
{
    char *words[WORDS] = {must_strdup("fakebyte")};
    for (size_t i = 0; arguments[i]; i++)
        words[i + 1] =
            arguments[i][0] == '@' ? path_in(program, arguments[i] + 2) : must_strdup(arguments[i]);
    file_remove(program, "out");
    program->pid = fork();
    assert_true(program->pid >= 0);
    if (program->pid == 0) {
        redirect(program, "out", stdout);
        redirect(program, "err", stderr);
        char *nothing[] = {NULL};
        exit(command_run(words, nothing));
    }
    for (size_t i = 0; words[i]; i++)
        free(words[i]);
}
#define BEGIN(program, ...) begin(program, (const char *const[]){__VA_ARGS__, NULL})

/* The exit status. */
static int ended(struct program *program)
{
    int status = 0;
    assert_int_equal(waitpid(program->pid, &status, 0), program->pid);
    program->pid = 0;
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void await_ready(struct program *program)
{
    int64_t end = loop_now() + PATIENCE_MS;
    char *line = NULL;
    while (!(line = written(program, "out")) || !strchr(line, '\n')) {
        assert_true(loop_now() < end);
        free(line);
        usleep(2000);
    }
    assert_int_equal(sscanf(line, "fakebyte ready on http://127.0.0.1:%u\n", &program->port), 1);
    free(line);
}

/* Starts a server on a free port that asks for no credentials. */
#define SERVE(program, ...)                                                                                  \
    BEGIN(program, "--port", "0", "--auth", "none", "--log-level", "warn" __VA_OPT__(, ) __VA_ARGS__)

static int stop(struct program *program)
{
    kill(program->pid, SIGTERM);
    return ended(program);
}

static struct http_client *send_request(const struct program *program, const char *method, const char *path,
                                        const char *body)
{
    struct http_client *client = http_client_open(NULL, "127.0.0.1", program->port);
    http_client_text(client, "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n\r\n%s", method,
                     path, strlen(body), body);
    return client;
}

/* A new text with the body of the reply. */
static char *ask(const struct program *program, const char *method, const char *path, const char *body,
                 unsigned status)
{
    struct http_reply reply;
    struct http_client *client = send_request(program, method, path, body);
    assert_true(http_client_reply(client, &reply));
    assert_int_equal(reply.status, status);
    char *text = must_strdup(reply.body);
    http_reply_free(&reply);
    http_client_close(client);
    return text;
}

static char *post(const struct program *program, const char *path, const char *body)
{
    return ask(program, "POST", path, body, 200);
}

static void expect_in(char *text, const char *piece)
{
    if (!text || !strstr(text, piece))
        fail_msg("no \"%s\" in %s", piece, text ? text : "nothing");
    free(text);
}

static void a_server_ends_on_a_signal_with_status_0(void **state)
{
    struct program *program = *state;
    SERVE(program, "--port-file", "@/port");
    await_ready(program);
    char *port = must_printf("%u\n", program->port), *told = written(program, "port");
    assert_string_equal(told, port);
    expect_in(post(program, "/api/v1/workspaces/list", "{}"), "\"workspaces\"");
    assert_int_equal(stop(program), 0);
    char *complaints = written(program, "err");
    assert_string_equal(complaints, "");
    free(complaints);
    free(port);
    free(told);
}

static void what_there_is_at_the_end_is_a_fixture_of_the_next_start(void **state)
{
    struct program *program = *state;
    SERVE(program, "--export-on-exit", "@/file.json");
    await_ready(program);
    free(post(program, "/api/v1/workspaces/create", "{\"name\": \"Kept\"}"));
    assert_int_equal(stop(program), 0);
    expect_in(written(program, "file.json"), "\"name\": \"Kept\"");
    SERVE(program, "--fixture", "@/file.json");
    await_ready(program);
    expect_in(post(program, "/api/v1/workspaces/list", "{}"), "\"name\":\"Kept\"");
    assert_int_equal(stop(program), 0);
}

/* Sandboxes that were reset or taken away are judged at their end. */
static void problems_fail_the_end(void **state)
{
    struct program *program = *state;
    SERVE(program, "--fail-on-problems", "--problems-on-exit", "@/file.xml", "--allow-problem", "unknown-id");
    await_ready(program);
    free(ask(program, "POST", "/sandboxes/gone/api/v1/nowhere", "{}", 404));
    free(ask(program, "POST", "/sandboxes/again/api/v1/elsewhere", "{}", 404));
    free(ask(program, "POST", "/api/v1/jobs/get", "{\"id\": 7}", 404));
    free(ask(program, "DELETE", "/__admin/sandboxes/gone", "", 204));
    free(ask(program, "POST", "/sandboxes/again/__admin/reset", "", 204));
    assert_int_equal(stop(program), 3);
    char *report = written(program, "file.xml"), *complaints = written(program, "err");
    assert_non_null(strstr(report, "<testsuite name=\"gone\" tests=\"1\" failures=\"1\">"));
    assert_non_null(strstr(report, "message=\"POST /v1/nowhere leads nowhere"));
    assert_non_null(strstr(report, "<testsuite name=\"again\" tests=\"1\" failures=\"1\">"));
    assert_non_null(strstr(report, "<testsuite name=\"default\" tests=\"1\" failures=\"0\">"));
    assert_non_null(
        strstr(complaints, "fakebyte: 2 problems\n\nSandbox gone\n\nunknown-path: POST /v1/nowhere"));
    free(complaints);
    free(report);
}

static void no_problem_is_no_failure(void **state)
{
    struct program *program = *state;
    SERVE(program, "--fail-on-problems", "--problems-on-exit", "@/file.json");
    await_ready(program);
    free(post(program, "/api/v1/workspaces/list", "{}"));
    assert_int_equal(stop(program), 0);
    expect_in(written(program, "file.json"), "\"problems\": []");
    SERVE(program, "--problems-on-exit", "@/file.txt");
    await_ready(program);
    free(ask(program, "POST", "/api/v1/nowhere", "{}", 404));
    assert_int_equal(stop(program), 0);
    expect_in(written(program, "file.txt"), "Sandbox default\n\nunknown-path: POST /v1/nowhere");
}

static void slips_in_the_options_of_problems_stop_the_start(void **state)
{
    struct program *program = *state;
    SERVE(program, "--problems-on-exit", "@/file.yaml");
    assert_int_equal(ended(program), 2);
    expect_in(written(program, "err"), "file.yaml ends neither in .txt nor in .json nor in .xml");
    SERVE(program, "--allow-problem", "unused-plans");
    assert_int_equal(ended(program), 2);
    expect_in(written(program, "err"), "\"unused-plans\" is no problem's code; did you mean unused-plan?");
}

/* What there is nothing to learn from; a sweep that finds something is tests/clients/sweep. */
static void a_sweep_needs_a_command_that_succeeds_and_calls(void **state)
{
    struct program *program = *state;
    BEGIN(program, "sweep", "--", "true");
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), "called no operation at FAKEBYTE_URL");
    BEGIN(program, "sweep", "--", "false");
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), "the command fails without any fault");
    BEGIN(program, "sweep", "--timeout", "0.1", "--", "sleep", "100");
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), "the command hangs without any fault");
    BEGIN(program, "sweep", "--", "/nowhere/at/all");
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), "cannot run /nowhere/at/all: No such file");
    BEGIN(program, "sweep", "--fixture", "none.json", "--", "true");
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), "none.json");
}

static void a_sweep_tells_its_command_where_the_server_is(void **state)
{
    struct program *program = *state;
    BEGIN(program, "sweep", "--", "sh", "-c",
          "echo \"$FAKEBYTE_URL $FAKEBYTE_USERNAME $FAKEBYTE_PASSWORD\"; false");
    assert_int_equal(ended(program), 1);
    char *told = written(program, "out");
    unsigned port;
    assert_int_equal(sscanf(told, "http://127.0.0.1:%u/sandboxes/sweep airbyte+sweep password\n", &port), 1);
    free(told);
}

static void an_export_without_a_default_sandbox_is_a_fresh_one(void **state)
{
    struct program *program = *state;
    SERVE(program, "--export-on-exit", "@/file.json");
    await_ready(program);
    free(post(program, "/api/v1/workspaces/create", "{\"name\": \"Gone\"}"));
    free(ask(program, "DELETE", "/__admin/sandboxes/default", "", 204));
    assert_int_equal(stop(program), 0);
    char *export = written(program, "file.json");
    assert_null(strstr(export, "Gone"));
    expect_in(export, "\"workspaces\"");
}

/* The end does not wait for a clock that is far from where it was told to go. */
static void an_export_shows_how_far_the_clock_came(void **state)
{
    struct program *program = *state;
    SERVE(program, "--export-on-exit", "@/file.json", "--fixture", "../fixtures/demo.json", "--clock",
          "frozen");
    await_ready(program);
    struct http_client *traveller =
        send_request(program, "POST", "/__admin/clock/advance", "{\"seconds\": 3153600000}");
    free(ask(program, "GET", "/__admin/livez", "", 200));
    int64_t began = loop_now();
    assert_int_equal(stop(program), 0);
    assert_true(loop_now() - began < PATIENCE_MS / 4);
    http_client_close(traveller);
    expect_in(written(program, "err"), "is left out");
    expect_in(written(program, "file.json"), "\"workspaces\"");
}

static void a_file_keeps_what_there_was(void **state)
{
    struct program *program = *state;
    for (int i = 0; i < 2; i++) {
        SERVE(program, "--db", "@/state.db", "--webhooks", "off");
        await_ready(program);
        if (i == 0)
            free(post(program, "/api/v1/workspaces/create", "{\"name\": \"Kept\"}"));
        expect_in(post(program, "/api/v1/workspaces/list", "{}"), "\"name\":\"Kept\"");
        assert_int_equal(stop(program), 0);
    }
}

static void write_file(const struct program *program, const char *text)
{
    char *error = NULL, *path = path_in(program, "file.json");
    assert_true(file_replace(path, text, 0644, &error));
    free(path);
}

static void connectors_come_from_a_registry(void **state)
{
    struct program *program = *state;
    write_file(program, "{\"sources\": [], \"destinations\": []}");
    SERVE(program, "--connectors", "@/file.json");
    await_ready(program);
    expect_in(post(program, "/api/v1/source_definitions/list", "{}"), "{\"sourceDefinitions\":[]}");
    assert_int_equal(stop(program), 0);
}

/* The server does not start, and says why. */
static void expect_no_start(struct program *program, const char *option, const char *value,
                            const char *reason)
{
    SERVE(program, option, value);
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), reason);
    char *said = written(program, "out");
    assert_string_equal(said, "");
    free(said);
}

static void what_cannot_be_had_stops_the_start(void **state)
{
    struct program *program = *state;
    expect_no_start(program, "--fixture", "@/none.json", "none.json: ");
    expect_no_start(program, "--connectors", "@/none.json", "none.json");
    expect_no_start(program, "--db", "/nowhere/state.db", "fakebyte: /nowhere/state.db: unable to open ");
    expect_no_start(program, "--port-file", "/nowhere/port", "fakebyte: cannot write /nowhere/port: ");
    expect_no_start(program, "--host", "192.0.2.1", "cannot listen on 192.0.2.1:0: ");
    write_file(program, "{\"sources\": [{}]}");
    expect_no_start(program, "--connectors", "@/file.json", "file.json: /sources/0: ");
    write_file(program, "{\"workspaces\": [\n{\"slug\": 1}]}");
    expect_no_start(program, "--fixture", "@/file.json", "file.json:");
    write_file(program, "no JSON");
    expect_no_start(program, "--connectors", "@/file.json", "file.json:1: ");
}

static void what_cannot_be_had_is_not_validated(void **state)
{
    struct program *program = *state;
    BEGIN(program, "validate", "--connectors", "@/none.json", "../fixtures/demo.json");
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), "none.json");
}

/* In one run, as compilers tell what they find. */
static void every_mistake_of_a_file_is_told(void **state)
{
    struct program *program = *state;
    write_file(program, "{\"workspaces\": [\n{\"slug\": 1},\n{\"name\": \"b\", \"news\": \"no\"}]}");
    BEGIN(program, "validate", "@/file.json");
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), "file.json:2:1: /workspaces/0/name: is missing");
    expect_in(written(program, "err"), "file.json:2:2: /workspaces/0/slug: integer found");
    expect_in(written(program, "err"), "file.json:3:15: /workspaces/1/news: string found");
}

static void how_many_entries_were_not_judged_is_told(void **state)
{
    struct program *program = *state;
    write_file(program,
               "{\"sources\": [{\"name\": \"s\", \"connectionConfiguration\": {}}],\n\"connections\": "
               "[{\"source\": \"s\", \"destination\": \"d\", \"status\": \"active\"}]}");
    BEGIN(program, "validate", "@/file.json");
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), "file.json:1:14: /sources/0/sourceDefinitionId: is missing");
    expect_in(written(program, "err"), "file.json: entries that refer to these, and were not judged: 1\n");
}

/* A file can hold what commands a terminal, and is quoted where it is wrong. */
static void complaints_command_no_terminal(void **state)
{
    struct program *program = *state;
    write_file(program, "{\"work\\u009b2Jspaces\": []}");
    BEGIN(program, "validate", "@/file.json");
    assert_int_equal(ended(program), 1);
    char *complaint = written(program, "err");
    assert_null(strstr(complaint, "\xC2\x9B"));
    expect_in(complaint, "work\\u009b2Jspaces");
}

static void a_fixture_to_begin_with_overwrites_nothing(void **state)
{
    struct program *program = *state;
    BEGIN(program, "init", "@/file.json");
    assert_int_equal(ended(program), 0);
    BEGIN(program, "validate", "@/file.json");
    assert_int_equal(ended(program), 0);
    BEGIN(program, "init", "@/file.json");
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), "file.json: File exists");
    BEGIN(program, "connectors", "no-such-thing");
    assert_int_equal(ended(program), 1);
    expect_in(written(program, "err"), "no connector has no-such-thing in its name");
}

static void the_demo_is_there_without_a_file(void **state)
{
    struct program *program = *state;
    SERVE(program, "--demo", "--export-on-exit", "@/file.json");
    await_ready(program);
    assert_int_equal(stop(program), 0);
    expect_in(written(program, "file.json"), "Shop to warehouse");
}

static void an_export_that_cannot_be_written_is_told(void **state)
{
    struct program *program = *state;
    SERVE(program, "--export-on-exit", "/nowhere/out.json");
    await_ready(program);
    assert_int_equal(stop(program), 1);
    expect_in(written(program, "err"), "fakebyte: cannot write /nowhere/out.json: ");
}

static void commands_print_and_end(void **state)
{
    static const struct {
        const char *words[3], *piece;
    } cases[] = {
        {{"version"}, "fakebyte " FAKEBYTE_VERSION "\n"},
        {{"version", "--json"}, "\"sqlite\": \""},
        {{"openapi"}, "\"operationId\":\"createWorkspace\""},
        {{"openapi", "--admin"}, "\"operationId\":\"advanceClock\""},
        {{"help"}, "healthcheck"},
        {{"help", "serve"}, "--max-connections N"},
        {{"help", "--man"}, ".TH FAKEBYTE"},
        {{"help", "--completion", "bash"}, "complete -"},
        {{"validate", "../fixtures/demo.json"}, "../fixtures/demo.json"},
        {{"validate", "../fixtures/starter.json"}, "../fixtures/starter.json"},
        {{"connectors", "postgres"}, "requires host, port, database, username"},
        {{"init"}, "\"connections\": ["},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin(*state, (const char *const[]){cases[i].words[0], cases[i].words[1], cases[i].words[2], NULL});
        int status = ended(*state);
        expect_in(written(*state, "out"), cases[i].piece);
        assert_int_equal(status, 0);
    }
}

#define PROGRAM_TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROGRAM_TEST(a_server_ends_on_a_signal_with_status_0),
        PROGRAM_TEST(what_there_is_at_the_end_is_a_fixture_of_the_next_start),
        PROGRAM_TEST(an_export_without_a_default_sandbox_is_a_fresh_one),
        PROGRAM_TEST(problems_fail_the_end),
        PROGRAM_TEST(a_fixture_to_begin_with_overwrites_nothing),
        PROGRAM_TEST(the_demo_is_there_without_a_file),
        PROGRAM_TEST(a_sweep_needs_a_command_that_succeeds_and_calls),
        PROGRAM_TEST(a_sweep_tells_its_command_where_the_server_is),
        PROGRAM_TEST(no_problem_is_no_failure),
        PROGRAM_TEST(slips_in_the_options_of_problems_stop_the_start),
        PROGRAM_TEST(an_export_shows_how_far_the_clock_came),
        PROGRAM_TEST(a_file_keeps_what_there_was),
        PROGRAM_TEST(connectors_come_from_a_registry),
        PROGRAM_TEST(what_cannot_be_had_stops_the_start),
        PROGRAM_TEST(what_cannot_be_had_is_not_validated),
        PROGRAM_TEST(every_mistake_of_a_file_is_told),
        PROGRAM_TEST(how_many_entries_were_not_judged_is_told),
        PROGRAM_TEST(complaints_command_no_terminal),
        PROGRAM_TEST(an_export_that_cannot_be_written_is_told),
        PROGRAM_TEST(commands_print_and_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
