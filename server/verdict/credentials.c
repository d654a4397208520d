/* Rules about tokens that have ended, and operations that will. */
#include "gateway/access/token.h"
#include "verdict/evidence.h"

#include <string.h>
#include <strings.h>

bool sent_expired_token(const struct evidence *evidence, const struct deed *deed)
{
    struct token token;
    const char *header = request_header(deed->request, "Authorization");
    if (deed->request->status != 401 || deed->request->fault || !header ||
        strncasecmp(header, "Bearer ", 7) != 0)
        return false;
    const char *text = header + 7 + strspn(header + 7, " ");
    return token_read(evidence->app->options.access.client_secret, evidence->app->access.tokens, text,
                      &token) &&
           token.expires * SECOND <= deed->request->at;
}

/* Whether the same was asked again, and answered. */
static bool was_repeated(const struct evidence *evidence, size_t place)
{
    const struct deed *first = &evidence->deeds[place];
    for (size_t i = place + 1; evidence_has(evidence, i); i++) {
        const struct deed *deed = &evidence->deeds[i];
        if (deed->route == first->route && strcmp(deed->request->path, first->request->path) == 0 &&
            deed->request->status != 401)
            return true;
    }
    return false;
}

void expired_token(struct evidence *evidence, const struct verdict_rule *rule)
{
    for (size_t i = 0; evidence_has(evidence, i); i++) {
        const struct logged_request *request = evidence->deeds[i].request;
        if (!sent_expired_token(evidence, &evidence->deeds[i]) || was_repeated(evidence, i))
            continue;
        struct verdict *verdict = verdict_about(evidence, rule, "%s %s", request->method, request->path);
        verdict_request(verdict, request);
        verdict_say(verdict, "%s %s was sent with a token that had ended, and not again with a new one.",
                    request->method, request->path);
    }
}

void deprecated_operation(struct evidence *evidence, const struct verdict_rule *rule)
{
    enum release next = evidence->world->release + 1;
    for (size_t i = 0; evidence_has(evidence, i); i++) {
        const struct deed *deed = &evidence->deeds[i];
        if (!deed->route || next >= RELEASES || deed->route->until != next)
            continue;
        struct verdict *verdict = verdict_about(evidence, rule, "%s", deed->route->path);
        verdict_request(verdict, deed->request);
        verdict_say(verdict, "%s %s is gone from Airbyte %s on; this sandbox speaks %s.", deed->route->method,
                    deed->route->path, release_name(next), release_name(evidence->world->release));
    }
}
