#include "api/openapi/document.h"
#include "api/routes.h"
#include "base/die.h"
#include "gateway/app.h"
#include "gateway/query.h"

#include <stdlib.h>
#include <string.h>

static bool wants_json(const struct request *request)
{
    const char *accept = request->header(request, "Accept");
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
    struct app *app = call->app;
    if (wants_links(&call->exchange->request))
        return document_write(DOCUMENT_LINKED);
    if (!app->document)
        app->document = document_write(DOCUMENT_API);
    return must_strdup(app->document);
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
