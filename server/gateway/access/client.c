#include "gateway/access/client.h"

#include "base/die.h"
#include "base/moment.h"
#include "base/secret.h"
#include "domain/access/application.h"
#include "gateway/access/token.h"
#include "json/get.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The size of the id without the sandbox's name. A plus sign in the configured id itself is part of that. */
static size_t bare_size(const struct access *access, const char *id)
{
    size_t configured = strlen(access->options->client_id);
    if (strncmp(id, access->options->client_id, configured) == 0 &&
        (id[configured] == '+' || !id[configured]))
        return configured;
    const char *plus = strrchr(id, '+');
    return plus ? (size_t)(plus - id) : strlen(id);
}

const char *client_sandbox(const struct access *access, const char *id)
{
    const char *rest = id + bare_size(access, id);
    return *rest == '+' ? rest + 1 : "";
}

bool client_accepted(const struct access *access, struct world *world, const char *id, const char *secret)
{
    char *bare = must_strndup(id, bare_size(access, id));
    bool known = secret_same(bare, access->options->client_id);
    bool same = secret_same(secret, access->options->client_secret);
    bool everybody = access_is_open(access->options) || access->options->auth == AUTH_ANY;
    bool accepted = (known && same) || everybody || (world && application_accepts(world, bare, secret));
    free(bare);
    return accepted;
}

char *client_token(const struct access *access, struct sandbox *sandbox, const json_t *request,
                   const char *number)
{
    struct world *world = &sandbox->world;
    int64_t now = clock_read(&world->clock, moment_now());
    struct token token = {.expires = (now + access->options->token_lifetime) / SECOND};
    if (!client_accepted(access, world, get_text(request, "client_id"), get_text(request, "client_secret")))
        return problem_coded(&world->problem, PROBLEM_REFUSED, "invalid-client", NULL,
                             "Invalid client id or token");
    snprintf(token.sandbox, sizeof token.sandbox, "%s", sandbox->name);
    return token_issue(access->options->client_secret, &token, number);
}
