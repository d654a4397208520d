#include "command/app_options.h"

#include "api/routes.h"
#include "base/die.h"
#include "domain/registry/registry.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/* The connectors of that registry file, or NULL for the built-in one; false where the file is not one. */
static bool load_connectors(const char *path, struct log *log, struct registry **registry, char **error)
{
    *registry = NULL;
    if (!path)
        return true;
    char *reason = NULL;
    json_auto_t *document = json_read_file(path, error);
    if (document)
        *registry = registry_load(document, log, &reason);
    if (document && !*registry)
        *error = must_printf("%s: %s", path, reason);
    free(reason);
    return *registry != NULL;
}

static struct start start_of(const struct options *options)
{
    return (struct start){
        .seed = options->rng_seed,
        .clock_mode = options->clock.mode,
        .clock_factor = options->clock.factor,
        .clock_time = options->clock.start,
        .file = strcmp(options->db, ":memory:") == 0 ? NULL : options->db,
        .release = (enum release)options->airbyte,
        .max_sandboxes = (size_t)options->max_sandboxes,
        .max_requests = (size_t)options->max_requests,
    };
}

static struct settings settings_of(const struct options *options)
{
    return (struct settings){
        .sync_span = options->sync_duration,
        .max_attempts = options->max_attempts,
        .auto_disable = options->auto_disable,
        .max_failed_jobs_in_a_row = options->max_failed_jobs_in_a_row,
        .webapp_url = options->webapp_url,
        .max_days_of_only_failed_jobs = options->max_days_of_only_failed_jobs,
    };
}

/* Who may call, and under which names. */
static struct access_options access_of(const struct options *options)
{
    return (struct access_options){
        .auth = (enum auth_mode)options->auth,
        .username = options->username,
        .password = options->password,
        .client_id = options->client_id,
        .client_secret = options->client_secret,
        .token_lifetime = options->token_lifetime,
        .host = options->host,
        .allowed_hosts = options->allowed_hosts.items,
        .allowed_host_count = options->allowed_hosts.count,
    };
}

bool app_options_of(const struct options *options, struct log *log, struct api_options *api, char **error)
{
    *api = (struct api_options){
        .log = log,
        .routes = routes,
        .route_count = route_count,
        .public_url = options->public_url,
        .strict = options->strict,
        .no_kept_replies = !options->kept_replies,
        .check_replies = options->check_replies,
        .poll_interval = options->poll_interval,
        .slice = SLICE,
        .keep_problems = options->fail_on_problems || options->problems_on_exit,
        .allowed_problems = options->allow_problem.items,
        .allowed_problem_count = options->allow_problem.count,
        .access = access_of(options),
        .start = start_of(options),
        .settings = settings_of(options),
    };
    return load_connectors(options->connectors, log, &api->registry, error);
}

struct app *app_alone(const struct options *options, char **error)
{
    struct api_options api;
    if (!app_options_of(options, NULL, &api, error))
        return NULL;
    api.start.file = NULL;
    return app_new(&api, error);
}
