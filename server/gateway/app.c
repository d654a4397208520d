#include "gateway/app.h"

#include "base/asset.h"
#include "base/blocks.h"
#include "base/die.h"
#include "base/moment.h"
#include "base/work.h"
#include "domain/registry/registry.h"
#include "gateway/call_steps.h"
#include "gateway/metrics.h"
#include "gateway/route.h"
#include "gateway/route_table.h"
#include "gateway/settle.h"

#include <stdlib.h>

static struct registry *built_in_registry(void)
{
    const struct asset *image = asset_find("images/registry.db");
    return registry_open(image->begin, asset_size(image));
}

static const char **client_paths(const struct api_options *options)
{
    const char **paths = must_zalloc((options->route_count + 1) * sizeof(char *));
    size_t count = 0;
    for (size_t i = 0; i < options->route_count; i++)
        if (!route_is_control(&options->routes[i]))
            paths[count++] = options->routes[i].path;
    return paths;
}

static void share(struct app *app)
{
    app->paths = client_paths(&app->options);
    app->shared.paths = app->paths;
    app->shared.shapes = &app->shapes;
    app->shared.settings = app->options.settings;
    app->shared.registry = app->options.registry ? app->options.registry : built_in_registry();
    app->options.start.shared = &app->shared;
    app->options.start.wakeup = settle_wakeup(app);
}

struct app *app_new(const struct api_options *options, char **error)
{
    json_set_alloc_funcs(block_take, block_give);
    work_prepare();
    struct app *app = must_zalloc(sizeof *app);
    app->options = *options;
    share(app);
    app->request_ids = rng_seeded(options->start.seed, "request ids");
    app->routes = route_table_new(options->routes, options->route_count);
    app->metrics = metrics_new(app->routes);
    app->started = moment_now();
    app->problems = options->keep_problems ? json_object() : NULL;
    app->sandboxes = sandboxes_new(&app->options.start, &app->options.preparation, error);
    if (!app->sandboxes) {
        app_free(app);
        return NULL;
    }
    access_begin(&app->access, &app->options.access, app->sandboxes);
    settle_when_due(app, sandboxes_find(app->sandboxes, "default"));
    return app;
}

void app_free(struct app *app)
{
    calls_end(app, NULL, CALLS_ALL, "ends with the server");
    if (app->options.loop)
        loop_timer_cancel(app->options.loop, &app->work_timer);
    sandboxes_free(app->sandboxes);
    metrics_free(app->metrics);
    route_table_free(app->routes);
    json_decref(app->problems);
    json_decref(app->options.version);
    json_decref(app->options.config);
    registry_close(app->shared.registry);
    release_shapes_free(&app->shapes);
    access_end(&app->access);
    text_free(&app->headers);
    free(app->paths);
    free(app->spare);
    for (enum release release = 0; release < RELEASES; release++)
        free(app->documents[release]);
    free(app);
}
