#include "remote/compare.h"

#include "base/die.h"
#include "base/log.h"
#include "command/command.h"
#include "command/remote/reading.h"
#include "command/service.h"
#include "fixture/fixture.h"

#include <stdio.h>
#include <stdlib.h>

enum { FAILED = 2 }; /* the exit status where nothing could be compared */

/* The fake's own server chooses a port, and says nothing of each call. */
static struct options own_options(const struct options *options)
{
    struct options own = *options;
    own.port = 0;
    own.log_level = LOG_WARN;
    return own;
}

/* The world that was read, unless the options brought one. */
static bool load(const struct service *service, const struct reading *reading, char **error)
{
    struct world *world = &sandboxes_find(service->app->sandboxes, "default")->world;
    struct fixture fixture = {.world = world};
    if (service->options->fixtures.count)
        return true;
    store_begin(world->store);
    if (fixture_load(&fixture, reading->walk.document))
        world_commit(world);
    else
        *error = fixture_mistake_text(fixture.mistakes.items);
    fixture_free(&fixture);
    return !*error;
}

static bool ask(struct comparison *comparison, const struct service *service, const struct reading *reading,
                char **error)
{
    char *url = must_printf("http://127.0.0.1:%u", http_server_port(service->http));
    struct address address = address_read(url);
    struct conversation_options options = {.roots = {address.roots[0], address.roots[1]},
                                           .username = service->options->username,
                                           .password = service->options->password,
                                           .at_once = 1,
                                           .first_pause = 1,
                                           .patience = reading->options->patience,
                                           .longest = (size_t)reading->options->longest_answer};
    struct conversation *conversation = conversation_new(service->loop, &options, error);
    bool asked = conversation && compare_run(comparison, reading->cassette, conversation, error);
    conversation_free(conversation);
    address_free(&address);
    free(url);
    return asked;
}

static bool compare(struct comparison *comparison, const struct options *options,
                    const struct reading *reading, char **error)
{
    struct options own = own_options(options);
    struct service service;
    bool compared = service_open(&service, &own, error) && load(&service, reading, error) &&
                    service_listen(&service, error) && ask(comparison, &service, reading, error);
    service_close(&service);
    return compared;
}

static int tell(const struct comparison *comparison)
{
    char *text = comparison_text(comparison);
    fputs(text, stdout);
    free(text);
    printf("%zu of %zu answers differ\n", comparison->differing, comparison->asked);
    return comparison->differing ? 1 : 0;
}

/* A recording of which the world is given is replayed as it is; else it must hold what an import asks. */
static bool read_world(struct reading *reading, const struct options *options, char **error)
{
    bool replay = !reading_is_of_url(options->arguments.items[0]) && options->fixtures.count;
    return replay || reading_run(reading, error);
}

int command_compare(const struct options *options)
{
    char *error = NULL;
    struct reading reading;
    struct comparison comparison = {0};
    bool compared = reading_open(&reading, options, options->arguments.items[0], NULL, &error) &&
                    read_world(&reading, options, &error) && compare(&comparison, options, &reading, &error);
    if (compared)
        reading_tell_left_out(&reading);
    else
        command_complain(error);
    int status = compared ? tell(&comparison) : FAILED;
    comparison_free(&comparison);
    reading_close(&reading);
    return status;
}
