#include "gateway/access/access.h"

#include "base/base64.h"
#include "base/die.h"
#include "gateway/access/token.h"

#include <stdlib.h>
#include <string.h>

/* The header of a client that knows user and password: a new text. */
static char *authorization_of(const struct access_options *options)
{
    char *pair = must_printf("%s:%s", options->username, options->password);
    char *encoded = base64_encode(pair, strlen(pair));
    char *header = must_printf("Basic %s", encoded);
    free(encoded);
    free(pair);
    return header;
}

void access_begin(struct access *access, const struct access_options *options, struct sandboxes *sandboxes)
{
    *access = (struct access){.options = options,
                              .sandboxes = sandboxes,
                              .tokens = token_cache_new(),
                              .authorization = authorization_of(options)};
}

void access_end(struct access *access)
{
    free(access->authorization);
    token_cache_free(access->tokens);
}

bool access_is_open(const struct access_options *options)
{
    return options->auth == AUTH_NONE || *options->username == '\0';
}
