#include "verdict/deed.h"

#include "gateway/route_table.h"
#include "json/get.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *method, *path;
    enum deed_kind kind;
} known[] = {
    {"POST", "/v1/connections/sync", DEED_RUN},
    {"POST", "/v1/connections/reset", DEED_RUN},
    {"POST", "/v1/connections/reset/stream", DEED_RUN},
    {"POST", "/v1/connections/clear", DEED_RUN},
    {"POST", "/v1/connections/clear/stream", DEED_RUN},
    {"POST", "/v1/connections/refresh", DEED_RUN},
    {"POST", "/public/v1/jobs", DEED_RUN},
    {"POST", "/v1/jobs/get", DEED_POLL},
    {"POST", "/v1/jobs/get_light", DEED_POLL},
    {"POST", "/v1/jobs/get_without_logs", DEED_POLL},
    {"POST", "/v1/jobs/get_debug_info", DEED_POLL},
    {"GET", "/public/v1/jobs/{jobId}", DEED_POLL},
    {"POST", "/v1/jobs/cancel", DEED_CANCEL},
    {"DELETE", "/public/v1/jobs/{jobId}", DEED_CANCEL},
    {"POST", "/v1/jobs/list", DEED_LOOK},
    {"POST", "/v1/jobs/get_last_replication_job", DEED_LOOK},
    {"POST", "/v1/web_backend/connections/get", DEED_LOOK},
    {"POST", "/v1/web_backend/connections/list", DEED_LOOK},
    {"GET", "/public/v1/jobs", DEED_LOOK},
};

static enum deed_kind kind_of(const struct route *route)
{
    for (size_t i = 0; route && i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].path, route->path) == 0 && strcmp(known[i].method, route->method) == 0)
            return known[i].kind;
    return DEED_OTHER;
}

static void copy(char *to, size_t room, const char *text)
{
    if (text && strlen(text) < room)
        memcpy(to, text, strlen(text) + 1);
}

/* The parameter of a query, where it is an id: "" else. */
static void read_parameter(struct deed *deed, const char *name)
{
    const char *at = strstr(deed->request->query, name);
    size_t size = at ? strcspn(at + strlen(name), "&") : 0;
    if (size > 0 && size < sizeof deed->connection_id)
        memcpy(deed->connection_id, at + strlen(name), size);
}

/* Whose jobs, and which one, by what was asked. */
static void read_body(struct deed *deed)
{
    const struct logged_request *request = deed->request;
    json_auto_t *body = request->body_kept ? json_loadb(request->body, request->body_kept, 0, NULL) : NULL;
    const char *connection_id = get_text(body, "connectionId");
    const json_t *id = json_object_get(body, "id");
    copy(deed->connection_id, sizeof deed->connection_id,
         connection_id ? connection_id : get_text(body, "configId"));
    deed->job_id = json_is_string(id) ? strtoll(json_string_value(id), NULL, 10) : json_integer_value(id);
    if (deed->route->segments)
        deed->job_id = strtoll(route_argument(deed->route, request->path, "jobId").text, NULL, 10);
    if (!*deed->connection_id)
        read_parameter(deed, "connectionId=");
}

/* A job as the Config API tells it, {"job": {"id", "status"}}, or as the public one does, {"jobId",
 * "status"}.
 */
static void read_reply(struct deed *deed)
{
    const struct logged_request *request = deed->request;
    json_auto_t *reply = request->reply ? json_loadb(request->reply, request->reply_size, 0, NULL) : NULL;
    const json_t *job = json_object_get(reply, "job");
    int64_t id = job ? get_integer(job, "id") : get_integer(reply, "jobId");
    if (id)
        deed->job_id = id;
    copy(deed->status, sizeof deed->status, get_text(job ? job : reply, "status"));
}

struct deed deed_of(const struct app *app, const struct logged_request *request)
{
    char *allow = NULL;
    struct deed deed = {.request = request};
    if (request->operation)
        deed.route = route_find(app->routes, request->method, request->path, &allow);
    free(allow);
    deed.kind = kind_of(deed.route);
    if (deed.kind == DEED_OTHER)
        return deed;
    read_body(&deed);
    if (deed_done(&deed) && deed.kind != DEED_LOOK)
        read_reply(&deed);
    return deed;
}

bool deed_done(const struct deed *deed)
{
    return deed->request->status >= 200 && deed->request->status < 300;
}

bool deed_answer_lost(const struct deed *deed)
{
    const struct logged_request *request = deed->request;
    return !request->answered || (request->fault && (!request->status || request->status >= 500));
}
