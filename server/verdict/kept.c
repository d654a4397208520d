#include "verdict/kept.h"

#include "verdict/report.h"

static json_t *list_of(struct app *app, const char *sandbox)
{
    json_t *list = json_object_get(app->problems, sandbox);
    if (!list) {
        list = json_array();
        json_object_set_new(app->problems, sandbox, list);
    }
    return list;
}

/* Found before: by another call that ended a part of the sandbox's life. */
static bool is_kept(const json_t *list, const json_t *problem)
{
    static const char *const telling[] = {"code", "message", "requests"};
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t same = 0;
        for (size_t j = 0; j < sizeof telling / sizeof *telling; j++)
            same += json_equal(json_object_get(problem, telling[j]),
                               json_object_get(json_array_get(list, i), telling[j])) != 0;
        if (same == sizeof telling / sizeof *telling)
            return true;
    }
    return false;
}

void problems_keep(struct app *app, struct sandbox *sandbox)
{
    if (!app->problems)
        return;
    size_t index;
    json_t *problem, *list = list_of(app, sandbox->name);
    struct verdicts verdicts = verdicts_find(app, sandbox, NULL, NULL);
    json_auto_t *found = report_list(&verdicts);
    verdicts_free(&verdicts);
    json_array_foreach (found, index, problem)
        if (app->problem_count < KEPT_PROBLEMS && !is_kept(list, problem)) {
            json_array_append(list, problem);
            app->problem_count++;
        }
}

json_t *problems_keep_all(struct app *app)
{
    for (size_t i = 0; i < sandboxes_count(app->sandboxes); i++)
        problems_keep(app, sandboxes_at(app->sandboxes, i));
    return app->problems;
}
