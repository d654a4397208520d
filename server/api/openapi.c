#include "api/app.h"
#include "api/document.h"
#include "api/routes.h"
#include "base/die.h"

#include <string.h>

static bool wants_json(const struct request *request)
{
    const char *accept = request->header(request, "Accept");
    return accept && strstr(accept, "application/json");
}

/* JSON text is YAML as well: what the real server sends as text/plain, or JSON by name for those who ask so.
 */
bool openapi(struct call *call)
{
    struct app *app = call->app;
    if (!app->document)
        app->document = document_write(false);
    char *document = must_strdup(app->document);
    if (wants_json(&call->exchange->request))
        return reply_document(call, document);
    return reply_text(call, document);
}
