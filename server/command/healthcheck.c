#include "command/command.h"

#include "base/die.h"
#include "base/moment.h"
#include "outbound/curl.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EACH_TRY = 2 * SECOND, BETWEEN_TRIES = 50, SHOWN = 400 };

/* What a try brought: as much of the answer as is worth showing. */
struct answer {
    char body[SHOWN + 1];
    size_t size;
};

/* libcurl's write callback. */
static size_t keep_start(char *bytes, size_t one, size_t count, void *context)
{
    struct answer *answer = context;
    size_t room = SHOWN - answer->size, taken = count < room ? count : room;
    memcpy(answer->body + answer->size, bytes, taken);
    answer->size += taken;
    return one * count;
}

/* A server that listens everywhere is asked on the loopback. */
static const char *host_to_ask(const char *host)
{
    static const struct {
        const char *everywhere, *loopback;
    } hosts[] = {{"0.0.0.0", "127.0.0.1"}, {"::", "::1"}, {"[::]", "::1"}, {"*", "127.0.0.1"}};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        if (strcmp(host, hosts[i].everywhere) == 0)
            return hosts[i].loopback;
    return host;
}

/* A server that chose its port wrote it into the port file; 0 where it has not yet. */
static int port_to_ask(const struct options *options)
{
    FILE *file = options->port == 0 && options->port_file ? fopen(options->port_file, "r") : NULL;
    if (!file)
        return options->port;
    char digits[8] = "";
    if (!fgets(digits, sizeof digits, file))
        digits[0] = '\0';
    fclose(file);
    return (int)strtol(digits, NULL, 10);
}

static char *url_to_ask(const struct options *options)
{
    const char *host = host_to_ask(options->host);
    struct in6_addr address;
    bool brackets = inet_pton(AF_INET6, host, &address) == 1;
    return must_printf("http://%s%s%s:%d/__admin/readyz", brackets ? "[" : "", host, brackets ? "]" : "",
                       port_to_ask(options));
}

static char *describe(const char *url, long status, struct answer *answer)
{
    answer->body[answer->size] = '\0';
    answer->body[strcspn(answer->body, "\r\n")] = '\0';
    return must_printf("%s answered %ld%s%s", url, status, *answer->body ? ": " : "", answer->body);
}

/* NULL where the answer was 200, else a new text that says what was. */
static char *try_url(const struct curl *curl, CURL *handle, const char *url, int64_t span)
{
    struct answer answer = {.size = 0};
    char reason[CURL_ERROR_SIZE] = "";
    curl->easy_setopt(handle, CURLOPT_URL, url);
    curl->easy_setopt(handle, CURLOPT_PROXY, "");
    curl->easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl->easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl->easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)span);
    curl->easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
    curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep_start);
    curl->easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
    CURLcode code = curl->easy_perform(handle);
    if (code != CURLE_OK)
        return must_printf("%s: %s", url, *reason ? reason : curl->easy_strerror(code));
    long status = 0;
    curl->easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status == 200 ? NULL : describe(url, status, &answer);
}

/* One try, no longer than until `deadline`, at a fresh handle: nothing of an earlier one is left. */
static char *try_once(const struct curl *curl, const struct options *options, int64_t deadline)
{
    int64_t left = deadline - moment_monotonic();
    int64_t span = left < 1 ? 1 : left < EACH_TRY ? left : EACH_TRY;
    CURL *handle = curl->easy_init();
    if (!handle)
        die("libcurl does not start");
    char *url = url_to_ask(options);
    char *error = try_url(curl, handle, url, span);
    free(url);
    curl->easy_cleanup(handle);
    return error;
}

static void rest_between_tries(void)
{
    nanosleep(&(struct timespec){.tv_nsec = BETWEEN_TRIES * 1000000L}, NULL);
}

/* NULL once it passed, else a new text that says what came back last. */
static char *try_until_passed(const struct curl *curl, const struct options *options)
{
    int64_t deadline = moment_monotonic() + options->wait_timeout;
    char *error;
    while ((error = try_once(curl, options, deadline)) && options->wait) {
        rest_between_tries();
        if (moment_monotonic() >= deadline)
            break;
        free(error);
    }
    return error;
}

bool healthcheck_passes(const struct options *options, char **error)
{
    struct curl *curl = curl_open(error);
    if (!curl)
        return false;
    *error = try_until_passed(curl, options);
    curl_close(curl);
    return *error == NULL;
}

int command_healthcheck(const struct options *options)
{
    char *error;
    return healthcheck_passes(options, &error) ? 0 : command_complain(error);
}
