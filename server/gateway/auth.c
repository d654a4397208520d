#include "gateway/auth.h"

#include "base/base64.h"
#include "base/die.h"
#include "base/moment.h"
#include "base/secret.h"
#include "gateway/client_credentials.h"
#include "gateway/token.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* User and password of a Basic header, "" where there is none. */
struct credentials {
    char user[512];
    char password[512];
};

/* "user:password" of the header, or "". */
static void decode(const char *authorization, char *pair, size_t room)
{
    bool basic = authorization && strncasecmp(authorization, "Basic ", 6) == 0;
    const char *encoded = basic ? authorization + 6 + strspn(authorization + 6, " ") : "!";
    if (!base64_decode(encoded, pair, room))
        *pair = '\0';
}

static void read_credentials(const char *authorization, struct credentials *credentials)
{
    char pair[sizeof credentials->user + sizeof credentials->password] = "";
    *credentials = (struct credentials){0};
    decode(authorization, pair, sizeof pair);
    char *colon = strchr(pair, ':');
    if (!colon || (size_t)(colon - pair) >= sizeof credentials->user ||
        strlen(colon + 1) >= sizeof credentials->password)
        return;
    *colon = '\0';
    memcpy(credentials->user, pair, strlen(pair) + 1);
    memcpy(credentials->password, colon + 1, strlen(colon + 1) + 1);
}

/* Cuts "+name" off "airbyte+name". A plus sign in the configured name itself is part of that name. */
static void split_user(const struct app *app, char *user, char *sandbox)
{
    size_t size = strlen(app->options.username);
    if (strlen(user) <= size || user[size] != '+')
        return;
    user[size] = '\0';
    if (secret_same(user, app->options.username))
        memcpy(sandbox, user + size + 1, strlen(user + size + 1) + 1);
    else
        user[size] = '+';
}

static bool takes(const struct app *app, enum auth_mode kind)
{
    return app->options.auth == AUTH_BOTH || app->options.auth == kind;
}

static bool basic_passes(const struct app *app, const struct credentials *credentials)
{
    bool user = secret_same(credentials->user, app->options.username);
    bool password = secret_same(credentials->password, app->options.password);
    return takes(app, AUTH_BASIC) && user && password;
}

/* A token of a sandbox that is not there is as good as it was: nobody has moved that sandbox's clock. */
static bool has_expired(const struct app *app, const struct token *token)
{
    const struct sandbox *sandbox = sandboxes_find(app->sandboxes, token->sandbox);
    return sandbox && clock_read(&sandbox->world.clock, moment_now()) >= token->expires * SECOND;
}

/* The token's sandbox is the caller's, even where anybody may call. */
static bool bearer_passes(const struct app *app, const char *authorization, struct caller *caller)
{
    struct token token;
    if (strncasecmp(authorization, "Bearer ", 7) != 0)
        return false;
    const char *text = authorization + 7 + strspn(authorization + 7, " ");
    if (!token_read(app->options.client_secret, app->tokens, text, &token))
        return false;
    if (strcmp(token.sandbox, "default") != 0)
        memcpy(caller->sandbox, token.sandbox, strlen(token.sandbox) + 1);
    return takes(app, AUTH_TOKEN) && !has_expired(app, &token);
}

/* Whoever --auth lets in without looking closer. */
static bool anybody_passes(const struct app *app, const char *authorization)
{
    return app->options.auth == AUTH_NONE || *app->options.username == '\0' ||
           (app->options.auth == AUTH_ANY && authorization);
}

static bool passes(const struct app *app, const char *authorization, struct caller *caller)
{
    struct credentials credentials;
    read_credentials(authorization, &credentials);
    split_user(app, credentials.user, caller->sandbox);
    bool basic = basic_passes(app, &credentials);
    bool bearer = authorization && bearer_passes(app, authorization, caller);
    return basic || bearer || anybody_passes(app, authorization);
}

/* Nearly every request brings the one header that is right as it stands. */
static bool is_the_usual(const struct app *app, const char *authorization)
{
    return authorization && takes(app, AUTH_BASIC) && secret_same(authorization, app->authorization);
}

static void take_client_sandbox(const struct app *app, const struct request *request, struct caller *caller)
{
    struct client_credentials client;
    if (!client_credentials_read(request, &client))
        return;
    const char *sandbox = client_sandbox(app, client.id);
    if (strlen(sandbox) < sizeof caller->sandbox)
        memcpy(caller->sandbox, sandbox, strlen(sandbox) + 1);
    client_credentials_free(&client);
}

struct caller auth_caller(const struct app *app, const struct request *request)
{
    const char *authorization = request->known[HEADER_AUTHORIZATION];
    struct caller caller;
    *caller.sandbox = '\0';
    caller.allowed = is_the_usual(app, authorization) || passes(app, authorization, &caller);
    if (*caller.sandbox == '\0')
        take_client_sandbox(app, request, &caller);
    return caller;
}

char *auth_header(const struct api_options *options)
{
    char *pair = must_printf("%s:%s", options->username, options->password);
    char *encoded = base64_encode(pair, strlen(pair));
    char *header = must_printf("Basic %s", encoded);
    free(encoded);
    free(pair);
    return header;
}
