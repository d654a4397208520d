/* Rules about what a client makes of replies: masks that it sends back, pages that it does not ask for. */
#include "base/die.h"
#include "domain/actor/actor.h"
#include "domain/secret/secrets.h"
#include "verdict/evidence.h"
#include "json/get.h"

#include <stdlib.h>
#include <string.h>

/* The place of a value that reads as a mask, "password" or "tunnel.key": a new text, or NULL. */
static char *mask_in(json_t *value)
{
    const char *name, *text = json_string_value(value);
    json_t *member;
    if (text)
        return strcmp(text, SECRET_MASK) == 0 ? must_strdup("") : NULL;
    json_object_foreach (value, name, member) {
        char *inner = mask_in(member);
        if (inner) {
            char *path = must_printf("%s%s%s", name, *inner ? "." : "", inner);
            free(inner);
            return path;
        }
    }
    return NULL;
}

/* Whose configuration a request wrote: by what was asked, or else by what came of it. Borrowed from them. */
static const char *written_actor(const struct actor_kind *kind, const struct deed *deed, const json_t *body,
                                 const json_t *reply)
{
    const char *id = get_text(body, kind->id);
    if (!id)
        id = get_text(reply, kind->id);
    return deed->route->segments ? NULL : id;
}

static void look_at_actor(struct evidence *evidence, const struct verdict_rule *rule,
                          const struct actor_kind *kind, const char *id, const struct deed *deed)
{
    struct actor actor;
    if (!actor_load(evidence->world, kind, id, &actor)) {
        problem_clear(&evidence->world->problem);
        return;
    }
    char *place = actor.deleted ? NULL : mask_in(actor.configuration);
    if (place) {
        struct verdict *verdict = verdict_about(evidence, rule, "%s", id);
        verdict_request(verdict, deed->request);
        verdict_say(verdict,
                    "The %s %s has a mask for its secret \"%s\": no secret was stored when %s was sent.",
                    kind->name, actor_text(&actor, "name"), place, SECRET_MASK);
    }
    free(place);
    actor_free(&actor);
}

static bool writes_configuration(const struct deed *deed)
{
    const struct logged_request *request = deed->request;
    return deed->route && deed_done(deed) && strcmp(request->method, "GET") != 0 &&
           memmem(request->body, request->body_kept, SECRET_MASK, strlen(SECRET_MASK));
}

void mask_sent_back(struct evidence *evidence, const struct verdict_rule *rule)
{
    static const struct actor_kind *const kinds[] = {&SOURCE, &DESTINATION};
    for (size_t i = 0; evidence_has(evidence, i); i++) {
        const struct deed *deed = &evidence->deeds[i];
        const struct logged_request *request = deed->request;
        if (!writes_configuration(deed))
            continue;
        json_auto_t *body = json_loadb(request->body, request->body_kept, 0, NULL);
        json_auto_t *reply = request->reply ? json_loadb(request->reply, request->reply_size, 0, NULL) : NULL;
        for (size_t kind = 0; kind < 2; kind++) {
            const char *id = written_actor(kinds[kind], deed, body, reply);
            if (id)
                look_at_actor(evidence, rule, kinds[kind], id, deed);
        }
    }
}

enum { SMALL_PAGE = 20 }; /* a client that asks for fewer wants the newest, not all */

/* Which page of which list a request asked for. */
struct page {
    int64_t offset, size; /* size: as asked for; -1 where it was left to the server */
    bool more;            /* there is another behind it */
    bool listed;          /* it is a page of a list at all */
};

/* A number of a query; `fallback` where it is not there. */
static int64_t parameter(const char *query, const char *name, int64_t fallback)
{
    const char *at = strstr(query, name);
    return at ? strtoll(at + strlen(name), NULL, 10) : fallback;
}

/* The Config API's: how many there are on all pages is said. */
static struct page config_page(const struct logged_request *request, const json_t *reply)
{
    json_auto_t *body = json_loadb(request->body, request->body_kept, 0, NULL);
    const json_t *pagination = json_object_get(body, "pagination");
    int64_t offset = get_integer(pagination, "rowOffset");
    int64_t count = (int64_t)json_array_size(json_object_get(reply, "jobs"));
    return (struct page){offset, get_integer_or(pagination, "pageSize", -1),
                         offset + count < get_integer(reply, "totalJobCount"), true};
}

/* The public API's: there is a link to the next page. */
static struct page public_page(const struct logged_request *request, const json_t *reply)
{
    return (struct page){parameter(request->query, "offset=", 0), parameter(request->query, "limit=", -1),
                         *get_text_or(reply, "next", "") != '\0', !strstr(request->query, "orderBy=")};
}

static struct page page_of(const struct deed *deed)
{
    const struct logged_request *request = deed->request;
    bool of_jobs = deed->route && strcmp(deed->route->path, "/v1/jobs/list") == 0;
    bool of_public = deed->route && deed->route->api == API_PUBLIC && strcmp(request->method, "GET") == 0;
    if ((!of_jobs && !of_public) || !deed_done(deed) || !request->reply)
        return (struct page){0};
    json_auto_t *reply = json_loadb(request->reply, request->reply_size, 0, NULL);
    return of_jobs ? config_page(request, reply) : public_page(request, reply);
}

/* Each is read once. To be freed. */
static struct page *pages_of(const struct evidence *evidence)
{
    struct page *pages = must_alloc((evidence->count + 1) * sizeof *pages);
    for (size_t i = 0; evidence_has(evidence, i); i++)
        pages[i] = page_of(&evidence->deeds[i]);
    return pages;
}

/* Whether a further page of the same list was asked for. */
static bool was_followed(const struct evidence *evidence, const struct page *pages, size_t place)
{
    const struct deed *first = &evidence->deeds[place];
    for (size_t i = place + 1; evidence_has(evidence, i); i++) {
        const struct deed *deed = &evidence->deeds[i];
        bool same = deed->route == first->route && strcmp(deed->connection_id, first->connection_id) == 0;
        if (same && pages[i].offset > 0)
            return true;
    }
    return false;
}

void first_page_only(struct evidence *evidence, const struct verdict_rule *rule)
{
    struct page *pages = pages_of(evidence);
    for (size_t i = 0; evidence_has(evidence, i); i++) {
        const struct deed *deed = &evidence->deeds[i];
        const struct page *page = &pages[i];
        bool wants_all = page->size < 0 || page->size >= SMALL_PAGE;
        if (!page->listed || !page->more || page->offset > 0 || !wants_all ||
            was_followed(evidence, pages, i))
            continue;
        struct verdict *verdict =
            verdict_about(evidence, rule, "%s %s", deed->route->path, deed->connection_id);
        verdict_request(verdict, deed->request);
        verdict_say(verdict, "%s %s gave the first page of more, and no other was asked for.",
                    deed->request->method, deed->route->path);
    }
    free(pages);
}
