#include "api/auth.h"

#include "base/base64.h"

#include <string.h>
#include <strings.h>

enum { CREDENTIALS_ROOM = 1024 };

/* Takes as long for a first wrong character as for a last one; only the length of what came shows. */
static bool same(const char *given, const char *wanted)
{
    size_t size = strlen(wanted);
    unsigned char difference = strlen(given) != size;
    for (size_t i = 0; given[i]; i++)
        difference |= (unsigned char)(given[i] ^ wanted[i % (size + 1)]);
    return difference == 0;
}

static bool basic_passes(const struct app *app, const char *authorization)
{
    char credentials[CREDENTIALS_ROOM];
    return authorization && strncasecmp(authorization, "Basic ", 6) == 0 &&
           base64_decode(authorization + 6 + strspn(authorization + 6, " "), credentials,
                         sizeof credentials) &&
           same(credentials, app->credentials);
}

bool auth_passes(const struct app *app, const struct request *request)
{
    const char *authorization = request->header(request, "Authorization");
    if (app->options.auth == AUTH_NONE || *app->options.username == '\0')
        return true;
    if (app->options.auth == AUTH_ANY)
        return authorization != NULL;
    return basic_passes(app, authorization);
}
