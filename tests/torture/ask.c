#include "torture/ask.h"

#include "base/die.h"
#include "base/text.h"
#include "torture/failing.h"

#include <stdlib.h>
#include <string.h>

static const char *no_header(const struct request *request, const char *name)
{
    (void)request, (void)name;
    return NULL;
}

static void no_headers(const struct request *request,
                       void (*visit)(void *arg, const char *name, const char *value), void *arg)
{
    (void)request, (void)visit, (void)arg;
}

static char *json_of(const char *text)
{
    char *json = must_strdup(text ? text : "");
    for (char *quote = json; (quote = strchr(quote, '\''));)
        *quote = '"';
    return json;
}

/* Long lists are made while they are sent. */
static void read_stream(struct reply *reply)
{
    char buffer[4096];
    while (reply->stream.read && reply->stream.read(reply->stream.state, buffer, sizeof buffer) > 0)
        ;
}

struct reply ask(struct app *app, const char *sandbox, const struct step *step)
{
    char *path = must_printf("/sandboxes/%s%s", sandbox, step->path);
    char *body = json_of(step->body);
    struct exchange exchange = {.request = {.method = step->method,
                                            .path = path,
                                            .query = "",
                                            .body = body,
                                            .body_size = strlen(body),
                                            .client = "127.0.0.1",
                                            .header = no_header,
                                            .each_header = no_headers}};
    failing_begin();
    app_answer(app, &exchange);
    read_stream(&exchange.reply);
    failing_end();
    free(path);
    free(body);
    return exchange.reply;
}
