/* Rules about single requests: paths, bodies, ids. */
#include "base/die.h"
#include "gateway/route_table.h"
#include "sandbox/match/match_path.h"
#include "sandbox/request/request_record.h"
#include "verdict/evidence.h"
#include "json/get.h"

#include <stdlib.h>
#include <string.h>

/* True where the client's own request was answered with this status, by no fault. */
static bool answered_with(const struct deed *deed, unsigned status)
{
    return !deed->request->fault && deed->request->status == status;
}

/* Said once: to look for the nearest of all paths takes its time. */
static void say_unknown_path(const struct evidence *evidence, struct verdict *verdict,
                             const struct logged_request *request)
{
    bool method = request->status == 405;
    const char *nearest = method ? NULL : match_path_nearest(request->path, evidence->world->shared->paths);
    verdict_say(verdict, "%s %.200s leads nowhere%s%s%s.", request->method, request->path,
                method    ? ": the path is there, but not with this method"
                : nearest ? "; did you mean "
                          : "",
                nearest ? nearest : "", nearest ? "?" : "");
}

void unknown_path(struct evidence *evidence, const struct verdict_rule *rule)
{
    for (size_t i = 0; evidence_has(evidence, i); i++) {
        const struct logged_request *request = evidence->deeds[i].request;
        if (evidence->deeds[i].route || (request->status != 404 && request->status != 405))
            continue;
        struct verdict *verdict = verdict_about(evidence, rule, "%s %s", request->method, request->path);
        verdict_request(verdict, request);
        if (verdict && !verdict->message)
            say_unknown_path(evidence, verdict, request);
    }
}

/* What an error says: the Config API's message, or the public API's detail. Borrowed. */
static const char *error_text(const json_t *reply)
{
    const json_t *data = json_object_get(reply, "data");
    const char *texts[] = {get_text(data, "message"), get_text(reply, "message"), get_text(reply, "detail"),
                           get_text(reply, "title")};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i])
            return texts[i];
    return "";
}

/* The first property at fault, or the error's text. A new text. */
static char *reason_of(struct evidence *evidence, const struct logged_request *request)
{
    json_auto_t *reply = request_shown_reply(evidence->world, request);
    const json_t *first = json_array_get(json_object_get(reply, "validationErrors"), 0);
    const char *path = get_text_or(first, "propertyPath", "");
    if (first)
        return must_printf("%s%s%s", path, *path ? " " : "", get_text_or(first, "message", ""));
    return must_strdup(error_text(reply));
}

/* 4xx that no other rule is about. */
static bool is_refused(const struct evidence *evidence, const struct deed *deed)
{
    unsigned status = deed->request->status;
    bool of_others =
        status == 404 || (status == 409 && deed->kind == DEED_RUN) || sent_expired_token(evidence, deed);
    return deed->route && !deed->request->fault && status >= 400 && status < 500 && !of_others;
}

void refused_request(struct evidence *evidence, const struct verdict_rule *rule)
{
    for (size_t i = 0; evidence_has(evidence, i); i++) {
        const struct logged_request *request = evidence->deeds[i].request;
        if (!is_refused(evidence, &evidence->deeds[i]))
            continue;
        char *reason = reason_of(evidence, request);
        struct verdict *verdict = verdict_about(evidence, rule, "%s %s %u %s", request->method, request->path,
                                                request->status, reason);
        verdict_request(verdict, request);
        verdict_say(verdict, "%s %s was refused with %u%s%.300s.", request->method, request->path,
                    request->status, *reason ? ": " : "", reason);
        free(reason);
    }
}

/* The id that was not found: of the reply, or the last word of its text, "... with id: 5". A new text. */
static char *missing_id(const struct evidence *evidence, size_t place)
{
    const struct logged_request *request = evidence->deeds[place].request;
    if (request->status == 409)
        return must_strdup(evidence->deeds[place].connection_id);
    json_auto_t *reply = request_shown_reply(evidence->world, request);
    const char *id = get_text(reply, "id"), *text = error_text(reply);
    const char *space = strrchr(text, ' ');
    const char *word = id ? id : space ? space + 1 : text;
    size_t size = strlen(word);
    return must_strndup(word, size && word[size - 1] == '.' ? size - 1 : size);
}

static bool names(const struct logged_request *request, const char *id)
{
    return strstr(request->path, id) || memmem(request->body, request->body_kept, id, strlen(id));
}

bool was_deleted(const struct evidence *evidence, size_t before, const char *id)
{
    const size_t *places = evidence->deletions;
    for (size_t i = 0; i < evidence->deletion_count && places[i] < before && *id; i++) {
        evidence_rest(evidence);
        if (names(evidence->deeds[places[i]].request, id))
            return true;
    }
    return false;
}

/* 404; or 409 for a run of a connection that was deleted. */
static bool is_missing(const struct evidence *evidence, size_t place)
{
    const struct deed *deed = &evidence->deeds[place];
    bool conflict = deed->kind == DEED_RUN && answered_with(deed, 409);
    return answered_with(deed, 404) || (conflict && was_deleted(evidence, place, deed->connection_id));
}

void unknown_id(struct evidence *evidence, const struct verdict_rule *rule)
{
    for (size_t i = 0; evidence_has(evidence, i); i++) {
        const struct logged_request *request = evidence->deeds[i].request;
        if (!evidence->deeds[i].route || !is_missing(evidence, i))
            continue;
        char *id = missing_id(evidence, i);
        struct verdict *verdict = verdict_about(evidence, rule, "%s %s", evidence->deeds[i].route->path, id);
        verdict_request(verdict, request);
        verdict_say(verdict, "%s %s asked for %s, which %s.", request->method, evidence->deeds[i].route->path,
                    *id ? id : "something",
                    was_deleted(evidence, i, id) ? "was deleted before" : "is not known here");
        free(id);
    }
}
