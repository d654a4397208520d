#include "sandbox/request/nearest_requests.h"

#include "sandbox/request/request_record.h"

enum { NEAREST = 3 };

/* The closest so far. */
struct near {
    const struct logged_request *requests[NEAREST];
    unsigned distances[NEAREST];
    size_t count;
};

/* Of two that are as close, the later one comes first. */
static void consider(struct near *near, const struct logged_request *request, unsigned distance)
{
    size_t place = 0;
    while (place < near->count && near->distances[place] < distance)
        place++;
    if (place == NEAREST)
        return;
    near->count += near->count < NEAREST;
    for (size_t i = near->count - 1; i > place; i--) {
        near->requests[i] = near->requests[i - 1];
        near->distances[i] = near->distances[i - 1];
    }
    near->requests[place] = request;
    near->distances[place] = distance;
}

static json_t *miss_of(struct world *world, const struct logged_request *request, const struct match *match)
{
    struct asked asked = request_asked(request);
    json_auto_t *shown = match->body ? request_shown_body(world, request) : NULL;
    json_t *differences = match_differences(match, &asked, shown);
    asked_free(&asked);
    return json_pack("{so so}", "request", request_summary(request), "differences", differences);
}

json_t *requests_nearest(struct world *world, const struct request_log *log, const struct match *match,
                         uint64_t after)
{
    struct near near = {.count = 0};
    json_t *misses = json_array();
    for (size_t i = 0; i < log->count; i++) {
        struct asked asked = request_asked(request_log_at(log, i));
        asked.work = work_running(world->work);
        work_meet(asked.work);
        unsigned distance = match_distance(match, &asked);
        if (distance > 0 && request_log_at(log, i)->number > after)
            consider(&near, request_log_at(log, i), distance);
        asked_free(&asked);
    }
    for (size_t i = 0; i < near.count; i++)
        json_array_append_new(misses, miss_of(world, near.requests[i], match));
    return misses;
}

static void say_miss(const json_t *miss, struct text *text)
{
    const json_t *request = json_object_get(miss, "request");
    size_t index;
    json_t *difference;
    text_add_format(text, "\n  %s %s", json_string_value(json_object_get(request, "method")),
                    json_string_value(json_object_get(request, "path")));
    json_array_foreach (json_object_get(miss, "differences"), index, difference)
        text_add_format(text, "%s %s", index ? "," : ":", json_string_value(difference));
}

void requests_nearest_say(const json_t *nearest, struct text *text)
{
    size_t index;
    json_t *miss;
    if (json_array_size(nearest) > 0)
        text_add(text, "\nNearest:");
    json_array_foreach (nearest, index, miss)
        say_miss(miss, text);
}
