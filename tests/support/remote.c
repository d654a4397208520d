#include "support/remote.h"

#include "base/die.h"
#include "remote/finish.h"

#include <stdlib.h>

static void answer(void *app, struct exchange *exchange)
{
    app_answer(app, exchange);
}

void remote_start(struct remote *remote, enum release release)
{
    char *error = NULL;
    struct api_options options = api_test_options();
    struct http_options http = {
        .host = "127.0.0.1", .max_body = 10 << 20, .max_connections = 100, .idle_seconds = 60};
    *remote = (struct remote){.loop = loop_new(), .fresh = api_new()};
    options.loop = remote->loop;
    options.start.release = release;
    remote->api = api_with(&options);
    remote->server =
        http_server_start(remote->loop, &http, (struct http_handler){answer, remote->api->app}, &error);
    assert_non_null(remote->server);
    for (int api = 0; api < 2; api++)
        remote->roots[api] = must_printf("http://127.0.0.1:%u%s", http_server_port(remote->server),
                                         remote_root((enum remote_api)api));
}

void remote_stop(struct remote *remote)
{
    http_server_stop(remote->server);
    api_free(remote->api);
    api_free(remote->fresh);
    loop_free(remote->loop);
    for (int api = 0; api < 2; api++)
        free(remote->roots[api]);
}

struct conversation_options remote_options(const struct remote *remote)
{
    return (struct conversation_options){.roots = {remote->roots[0], remote->roots[1]},
                                         .at_once = 4,
                                         .first_pause = 1,
                                         .patience = 20000,
                                         .longest = 64 << 20};
}

struct walk_options remote_wanted(void)
{
    return (struct walk_options){.jobs = 1000, .now = (int64_t)TEST_TIME * SECOND, .release = RELEASES};
}

struct import remote_import(const struct remote *remote, const struct conversation_options *options,
                            const struct walk_options *wanted)
{
    struct import import = {0};
    struct walk walk;
    struct conversation *conversation = conversation_new(remote->loop, options, &import.error);
    if (!conversation)
        return import;
    walk_begin(&walk, wanted, conversation, &sandboxes_find(remote->fresh->app->sandboxes, "default")->world);
    if (walk_server(&walk, &import.error) && walk_finish(&walk, &import.error))
        import.fixture = json_incref(walk.document);
    import.left_out = json_incref(walk.left_out);
    import.count = conversation_count(conversation);
    walk_end(&walk);
    conversation_free(conversation);
    return import;
}

void import_free(struct import *import)
{
    json_decref(import->fixture);
    json_decref(import->left_out);
    free(import->error);
}
