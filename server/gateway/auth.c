#include "gateway/auth.h"

#include "base/base64.h"
#include "base/die.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* User and password of a Basic header, "" where there is none. */
struct credentials {
    char user[512];
    char password[512];
};

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
    if (same(user, app->options.username))
        memcpy(sandbox, user + size + 1, strlen(user + size + 1) + 1);
    else
        user[size] = '+';
}

static bool passes(const struct app *app, const char *authorization, const struct credentials *credentials)
{
    if (app->options.auth == AUTH_NONE || *app->options.username == '\0')
        return true;
    if (app->options.auth == AUTH_ANY)
        return authorization != NULL;
    bool user = same(credentials->user, app->options.username);
    bool password = same(credentials->password, app->options.password);
    return user && password;
}

/* Nearly every request brings the one header that is right as it stands. */
static bool is_the_usual(const struct app *app, const char *authorization)
{
    return authorization && same(authorization, app->authorization);
}

struct caller auth_caller(const struct app *app, const struct request *request)
{
    const char *authorization = request->header(request, "Authorization");
    struct caller caller;
    struct credentials credentials;
    caller.allowed = is_the_usual(app, authorization);
    *caller.sandbox = '\0';
    if (caller.allowed)
        return caller;
    read_credentials(authorization, &credentials);
    split_user(app, credentials.user, caller.sandbox);
    caller.allowed = passes(app, authorization, &credentials);
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
