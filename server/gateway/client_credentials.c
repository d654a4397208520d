#include "gateway/client_credentials.h"

#include "base/die.h"
#include "base/moment.h"
#include "base/secret.h"
#include "domain/access/application.h"
#include "gateway/parameters.h"
#include "gateway/token.h"
#include "json/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool asks_for_token(const struct request *request)
{
    static const char ending[] = "/applications/token";
    size_t size = request->body_size ? strlen(request->path) : 0, end = sizeof ending - 1;
    return size > end && memcmp(request->path + size - end, ending, end) == 0;
}

static const char *text_of(const json_t *body, const char *name)
{
    const char *text = json_string_value(json_object_get(body, name));
    return text ? text : "";
}

bool client_credentials_read(const struct request *request, struct client_credentials *credentials)
{
    if (!asks_for_token(request))
        return false;
    json_t *body = form_is_labelled(request) ? form_read(request->body)
                                             : json_read(request->body, request->body_size, NULL);
    *credentials =
        (struct client_credentials){body, text_of(body, "client_id"), text_of(body, "client_secret")};
    return true;
}

void client_credentials_free(struct client_credentials *credentials)
{
    json_decref(credentials->body);
    *credentials = (struct client_credentials){0};
}

/* The size of the id without the sandbox's name. A plus sign in the configured id itself is part of that. */
static size_t bare_size(const struct app *app, const char *id)
{
    size_t configured = strlen(app->options.client_id);
    if (strncmp(id, app->options.client_id, configured) == 0 && (id[configured] == '+' || !id[configured]))
        return configured;
    const char *plus = strrchr(id, '+');
    return plus ? (size_t)(plus - id) : strlen(id);
}

const char *client_sandbox(const struct app *app, const char *id)
{
    const char *rest = id + bare_size(app, id);
    return *rest == '+' ? rest + 1 : "";
}

static bool everybody(const struct app *app)
{
    return app->options.auth == AUTH_NONE || app->options.auth == AUTH_ANY || *app->options.username == '\0';
}

bool client_accepted(const struct app *app, struct world *world, const char *id, const char *secret)
{
    char *bare = must_strndup(id, bare_size(app, id));
    bool known = secret_same(bare, app->options.client_id);
    bool same = secret_same(secret, app->options.client_secret);
    bool accepted = (known && same) || everybody(app) || (world && application_accepts(world, bare, secret));
    free(bare);
    return accepted;
}

char *client_token(struct call *call)
{
    const struct api_options *options = &call->app->options;
    int64_t now = clock_read(&call->world->clock, moment_now());
    struct token token = {.expires = (now + options->token_lifetime) / SECOND};
    if (!client_accepted(call->app, call->world, body_text(call, "client_id"),
                         body_text(call, "client_secret")))
        return problem_coded(&call->world->problem, PROBLEM_REFUSED, "invalid-client", NULL,
                             "Invalid client id or token");
    snprintf(token.sandbox, sizeof token.sandbox, "%s", call->sandbox->name);
    return token_issue(options->client_secret, &token, call->exchange->trace.id);
}
