#include "support/testing.h"

#include "command/command.h"

#include "base/die.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A server on the loopback that gives one answer after the other, then ends. */
struct server {
    int listener;
    int port;
    const char *const *answers; /* NULL-ended */
    char request[1024];         /* the last */
    pthread_t thread;
};

static void *answer(void *context)
{
    struct server *server = context;
    for (const char *const *text = server->answers; *text; text++) {
        int peer = accept(server->listener, NULL, NULL);
        ssize_t size = recv(peer, server->request, sizeof server->request - 1, 0);
        server->request[size < 0 ? 0 : size] = '\0';
        send(peer, *text, strlen(*text), MSG_NOSIGNAL);
        close(peer);
    }
    return NULL;
}

static void server_listen(struct server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(server->listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(getsockname(server->listener, (struct sockaddr *)&address, &size), 0);
    server->port = ntohs(address.sin_port);
}

static void server_start(struct server *server, const char *const *answers)
{
    *server = (struct server){.answers = answers};
    server_listen(server);
    assert_int_equal(listen(server->listener, 8), 0);
    assert_int_equal(pthread_create(&server->thread, NULL, answer, server), 0);
}

static void server_end(struct server *server)
{
    pthread_join(server->thread, NULL);
    close(server->listener);
}

static struct options options_for(int port)
{
    return (struct options){.host = "127.0.0.1", .port = port, .wait_timeout = 5000};
}

#define READY "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
#define LOADING "HTTP/1.1 503 Unavailable\r\nContent-Length: 18\r\n\r\n{\"missing\": \"a\"}\r\n"
#define ELSEWHERE "HTTP/1.1 302 Found\r\nLocation: /__admin/livez\r\nContent-Length: 0\r\n\r\n"

static void a_ready_server_passes(void **state)
{
    (void)state;
    static const char *const everywhere[] = {"127.0.0.1", "0.0.0.0", "localhost", "*"};
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++) {
        struct server server;
        server_start(&server, (const char *const[]){READY, NULL});
        struct options options = options_for(server.port);
        options.host = everywhere[i];
        char *error;
        assert_true(healthcheck_passes(&options, &error));
        server_end(&server);
        assert_non_null(strstr(server.request, "GET /__admin/readyz HTTP/1.1\r\n"));
    }
}

/* The one answer fails the check with "http://127.0.0.1:PORT/__admin/readyz" and `complaint`. */
static void expect_complaint(const char *text, const char *complaint)
{
    struct server server;
    server_start(&server, (const char *const[]){text, NULL});
    struct options options = options_for(server.port);
    char *error, *expected = must_printf("http://127.0.0.1:%d/__admin/readyz%s", server.port, complaint);
    assert_false(healthcheck_passes(&options, &error));
    assert_string_equal(error, expected);
    server_end(&server);
    free(error);
    free(expected);
}

static void any_other_answer_fails_and_is_told(void **state)
{
    (void)state;
    expect_complaint(LOADING, " answered 503: {\"missing\": \"a\"}");
    expect_complaint(ELSEWHERE, " answered 302");
    expect_complaint("", ": Empty reply from server");
}

static void long_answers_are_cut(void **state)
{
    (void)state;
    char body[5001] = "", text[5101];
    memset(body, 'x', sizeof body - 1);
    snprintf(text, sizeof text, "HTTP/1.1 500 No\r\nContent-Length: 5000\r\n\r\n%s", body);
    struct server server;
    server_start(&server, (const char *const[]){text, NULL});
    struct options options = options_for(server.port);
    char *error;
    assert_false(healthcheck_passes(&options, &error));
    assert_in_range(strlen(error), 400, 500);
    server_end(&server);
    free(error);
}

static void no_server_fails_at_once_or_after_the_wait(void **state)
{
    (void)state;
    struct server closed = {0};
    server_listen(&closed);
    for (int wait = 0; wait < 2; wait++) {
        struct options options = options_for(closed.port);
        options.wait = wait;
        options.wait_timeout = 200;
        char *error;
        assert_false(healthcheck_passes(&options, &error));
        assert_non_null(strstr(error, "connect"));
        free(error);
    }
    close(closed.listener);
}

static void waiting_outlasts_what_is_not_ready(void **state)
{
    (void)state;
    struct server server;
    server_start(&server, (const char *const[]){LOADING, "", READY, NULL});
    struct options options = options_for(server.port);
    options.wait = true;
    char *error;
    assert_true(healthcheck_passes(&options, &error));
    server_end(&server);
}

static void a_chosen_port_is_read_from_its_file(void **state)
{
    (void)state;
    struct server server;
    server_start(&server, (const char *const[]){READY, NULL});
    char path[] = "/tmp/fakebyte-port-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    fprintf(file, "%d\n", server.port);
    fclose(file);
    struct options options = options_for(0);
    options.port_file = path;
    char *error;
    assert_true(healthcheck_passes(&options, &error));
    server_end(&server);
    unlink(path);
}

static void proxies_are_not_asked(void **state)
{
    (void)state;
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("all_proxy", "http://127.0.0.1:1", 1);
    a_ready_server_passes(state);
    unsetenv("http_proxy");
    unsetenv("all_proxy");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ready_server_passes),
        cmocka_unit_test(any_other_answer_fails_and_is_told),
        cmocka_unit_test(long_answers_are_cut),
        cmocka_unit_test(no_server_fails_at_once_or_after_the_wait),
        cmocka_unit_test(waiting_outlasts_what_is_not_ready),
        cmocka_unit_test(a_chosen_port_is_read_from_its_file),
        cmocka_unit_test(proxies_are_not_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
