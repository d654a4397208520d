#include "gateway/access/auth.h"

#include "base/base64.h"
#include "base/moment.h"
#include "base/secret.h"
#include "gateway/access/token.h"

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
static void split_user(const struct access *access, char *user, char *sandbox)
{
    size_t size = strlen(access->options->username);
    if (strlen(user) <= size || user[size] != '+')
        return;
    user[size] = '\0';
    if (secret_same(user, access->options->username))
        memcpy(sandbox, user + size + 1, strlen(user + size + 1) + 1);
    else
        user[size] = '+';
}

static bool takes(const struct access *access, enum auth_mode kind)
{
    return access->options->auth == AUTH_BOTH || access->options->auth == kind;
}

static bool basic_passes(const struct access *access, const struct credentials *credentials)
{
    bool user = secret_same(credentials->user, access->options->username);
    bool password = secret_same(credentials->password, access->options->password);
    return takes(access, AUTH_BASIC) && user && password;
}

/* A token of a sandbox that is not there is as good as it was: nobody has moved that sandbox's clock. */
static bool has_expired(const struct access *access, const struct token *token)
{
    const struct sandbox *sandbox = sandboxes_find(access->sandboxes, token->sandbox);
    return sandbox && sandbox_time(sandbox) >= token->expires * SECOND;
}

/* The token's sandbox is the caller's, even where anybody may call. */
static bool bearer_passes(const struct access *access, const char *authorization, struct caller *caller)
{
    struct token token;
    if (strncasecmp(authorization, "Bearer ", 7) != 0)
        return false;
    const char *text = authorization + 7 + strspn(authorization + 7, " ");
    if (!token_read(access->options->client_secret, access->tokens, text, &token))
        return false;
    if (strcmp(token.sandbox, "default") != 0)
        memcpy(caller->sandbox, token.sandbox, strlen(token.sandbox) + 1);
    return takes(access, AUTH_TOKEN) && !has_expired(access, &token);
}

/* Whoever --auth lets in without looking closer. */
static bool anybody_passes(const struct access *access, const char *authorization)
{
    return access_is_open(access->options) || (access->options->auth == AUTH_ANY && authorization);
}

static bool passes(const struct access *access, const char *authorization, struct caller *caller)
{
    struct credentials credentials;
    read_credentials(authorization, &credentials);
    split_user(access, credentials.user, caller->sandbox);
    bool basic = basic_passes(access, &credentials);
    bool bearer = authorization && bearer_passes(access, authorization, caller);
    return basic || bearer || anybody_passes(access, authorization);
}

/* Nearly every request brings the one header that is right as it stands. */
static bool is_the_usual(const struct access *access, const char *authorization)
{
    return authorization && takes(access, AUTH_BASIC) && secret_same(authorization, access->authorization);
}

void auth_caller(const struct access *access, const struct request *request, struct caller *caller)
{
    const char *authorization = request->known[HEADER_AUTHORIZATION];
    *caller->sandbox = '\0';
    caller->allowed = is_the_usual(access, authorization) || passes(access, authorization, caller);
}
