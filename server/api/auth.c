#include "api/auth.h"

#include "base/base64.h"

#include <string.h>
#include <strings.h>

/* Takes as long for a first wrong character as for a last one; only the length of what came shows. */
static bool same(const char *given, const char *wanted)
{
    size_t size = strlen(given);
    bool same_size = strlen(wanted) == size;
    const char *other = same_size ? wanted : given;
    unsigned char difference = !same_size;
    for (size_t i = 0; i < size; i++)
        difference |= (unsigned char)(given[i] ^ other[i]);
    return difference == 0;
}

/* "user:password" of the header, or "". */
static void decode(const struct request *request, char *pair, size_t room)
{
    const char *authorization = request->header(request, "Authorization");
    bool basic = authorization && strncasecmp(authorization, "Basic ", 6) == 0;
    const char *encoded = basic ? authorization + 6 + strspn(authorization + 6, " ") : "!";
    if (!base64_decode(encoded, pair, room))
        *pair = '\0';
}

/* Cuts "+name" off "airbyte+name". A plus sign in the configured name itself is part of that name. */
static void split_user(const struct app *app, struct credentials *credentials)
{
    size_t size = strlen(app->options.username);
    char *user = credentials->user;
    if (strlen(user) <= size || user[size] != '+')
        return;
    user[size] = '\0';
    if (same(user, app->options.username))
        memcpy(credentials->sandbox, user + size + 1, strlen(user + size + 1) + 1);
    else
        user[size] = '+';
}

struct credentials auth_credentials(const struct app *app, const struct request *request)
{
    struct credentials credentials;
    *credentials.user = *credentials.password = *credentials.sandbox = '\0';
    char pair[sizeof credentials.user + sizeof credentials.password];
    decode(request, pair, sizeof pair);
    char *colon = strchr(pair, ':');
    if (!colon || (size_t)(colon - pair) >= sizeof credentials.user ||
        strlen(colon + 1) >= sizeof credentials.password)
        return credentials;
    *colon = '\0';
    memcpy(credentials.user, pair, strlen(pair) + 1);
    memcpy(credentials.password, colon + 1, strlen(colon + 1) + 1);
    split_user(app, &credentials);
    return credentials;
}

bool auth_passes(const struct app *app, const struct request *request, const struct credentials *credentials)
{
    if (app->options.auth == AUTH_NONE || *app->options.username == '\0')
        return true;
    if (app->options.auth == AUTH_ANY)
        return request->header(request, "Authorization") != NULL;
    bool user = same(credentials->user, app->options.username);
    bool password = same(credentials->password, app->options.password);
    return user && password;
}
