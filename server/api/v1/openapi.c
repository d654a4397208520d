#include "api/openapi/document.h"
#include "api/routes.h"
#include "base/die.h"
#include "gateway/app.h"
#include "gateway/query.h"

#include <stdlib.h>
#include <string.h>

static bool wants_json(const struct request *request)
{
    const char *accept = request->known[HEADER_ACCEPT];
    return accept && strstr(accept, "application/json");
}

static bool wants_links(const struct request *request)
{
    char *links = query_text(request, "links");
    bool wants = links && strcmp(links, "true") == 0;
    free(links);
    return wants;
}

static char *document_for(struct call *call)
{
    enum release release = call->world->release;
    char **document = &call->app->documents[release];
    if (wants_links(&call->exchange->request))
        return document_write(DOCUMENT_LINKED, release);
    if (!*document)
        *document = document_write(DOCUMENT_API, release);
    return must_strdup(*document);
}

/* JSON text is YAML as well: what the real server sends as text/plain, or JSON by name for those who ask so.
 */
bool openapi(struct call *call)
{
    char *document = document_for(call);
    if (wants_json(&call->exchange->request))
        return reply_document(call, document);
    return reply_text(call, document);
}
