#include "gateway/client_credentials.h"

#include "gateway/parameters.h"
#include "json/get.h"
#include "json/read.h"

#include <string.h>

static bool asks_for_token(const struct request *request)
{
    static const char ending[] = "/applications/token";
    size_t size = request->body_size ? strlen(request->path) : 0, end = sizeof ending - 1;
    return size > end && memcmp(request->path + size - end, ending, end) == 0;
}

struct client_credentials client_credentials_of(const struct request *request)
{
    if (!asks_for_token(request))
        return (struct client_credentials){0};
    json_t *body = form_is_labelled(request) ? form_read(request->body)
                                             : json_read(request->body, request->body_size, NULL);
    return (struct client_credentials){body, get_text_or(body, "client_id", ""),
                                       get_text_or(body, "client_secret", "")};
}

void client_credentials_free(struct client_credentials *credentials)
{
    json_decref(credentials->body);
    *credentials = (struct client_credentials){0};
}
