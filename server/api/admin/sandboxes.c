#include "api/routes.h"
#include "base/die.h"
#include "gateway/app.h"
#include "gateway/call_steps.h"
#include "gateway/call_work.h"
#include "gateway/query.h"
#include "gateway/request_target.h"
#include "gateway/settle.h"
#include "verdict/kept.h"
#include "verdict/verdict.h"
#include "view/clock.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

static void write_members(struct writer *writer, const struct sandbox *sandbox)
{
    write_text(writer, "name", sandbox->name);
    write_text(writer, "airbyte", release_name(sandbox->world.release));
    write_clock(writer, "clock", &sandbox->world);
}

static void write_sandbox(struct writer *writer, const struct sandbox *sandbox)
{
    write_object(writer, NULL);
    write_members(writer, sandbox);
    write_object_end(writer);
}

static void write_judged_sandbox(struct writer *writer, struct call *call, struct sandbox *sandbox)
{
    call_work_finish(call->app, sandbox);
    call_work_hold(call, sandbox);
    struct verdicts verdicts = verdicts_find(call->app, sandbox, NULL, NULL);
    call_work_let_go(call, sandbox);
    write_object(writer, NULL);
    write_members(writer, sandbox);
    write_integer(writer, "problems", (int64_t)verdicts.count);
    write_object_end(writer);
    verdicts_free(&verdicts);
}

/* False with a problem where the parameter is neither absent, "true" nor "false". */
static bool judged(struct call *call, bool *judge)
{
    char *given = query_text(&call->exchange->request, "problems");
    *judge = given && strcmp(given, "true") == 0;
    bool known = !given || *judge || strcmp(given, "false") == 0;
    free(given);
    return known || problem_at(&call->world->problem, PROBLEM_INVALID, "problems", "must be true or false");
}

/* Of one that a file keeps nothing else is known before it is opened, which is not worth a list. */
static void write_unopened(void *writer, const char *name)
{
    write_object(writer, NULL);
    write_text(writer, "name", name);
    write_object_end(writer);
}

/* Judging one opens its file, where that was closed meanwhile. */
static void write_one(struct writer *writer, struct call *call, struct sandbox *sandbox, bool judge)
{
    if (judge && !(sandbox = sandboxes_find(call->app->sandboxes, sandbox->name)))
        return;
    if (sandbox != call->sandbox)
        settle_for_show(call->app, sandbox);
    if (judge)
        write_judged_sandbox(writer, call, sandbox);
    else
        write_sandbox(writer, sandbox);
}

/* Those that were used since the start; others may come and go while one is judged. */
static void write_opened(struct writer *writer, struct call *call, bool judge)
{
    char *last = must_strdup("");
    for (struct sandbox *sandbox; (sandbox = sandboxes_after(call->app->sandboxes, last));) {
        free(last);
        last = must_strdup(sandbox->name);
        write_one(writer, call, sandbox, judge);
    }
    free(last);
}

bool admin_sandboxes_list(struct call *call)
{
    bool judge;
    if (!judged(call, &judge))
        return false;
    struct writer writer = {0};
    write_object(&writer, NULL);
    write_array(&writer, "sandboxes");
    write_opened(&writer, call, judge);
    sandboxes_each_unopened(call->app->sandboxes, write_unopened, &writer);
    write_array_end(&writer);
    write_object_end(&writer);
    return reply_document(call, writer_take(&writer));
}

static bool name_check(struct call *call, const char *path, const struct sandbox_name *name)
{
    return *name->text ||
           problem_at(&call->world->problem, PROBLEM_INVALID, path,
                      "a sandbox is named by a text of 1 to %d bytes, which may end in @ and a known release",
                      SANDBOX_TEXT);
}

/* The one that the path names. */
static struct sandbox_name path_name(const struct call *call)
{
    return sandbox_name_of(path_argument(call, "name").text);
}

/* What was opened, or why it could not be. */
static bool reply_sandbox(struct call *call, struct sandbox *sandbox, char **error)
{
    struct writer writer = {0};
    if (!sandbox) {
        problem_set(&call->world->problem, PROBLEM_EXHAUSTED, "No such sandbox: %s", *error);
        free(*error);
        return false;
    }
    settle_when_due(call->app, sandbox);
    write_sandbox(&writer, sandbox);
    return reply_document(call, writer_take(&writer));
}

/* A sandbox that is named after a release speaks that one. */
static bool release_check(struct call *call, const char *name, const char *airbyte)
{
    enum release named = sandbox_name_release(name);
    return !airbyte || named == RELEASES || named == release_find(airbyte) ||
           problem_at(&call->world->problem, PROBLEM_INVALID, "airbyte",
                      "the sandbox's name says that it speaks %s", release_name(named));
}

/* The call's own sandbox is in a transaction already. */
static void speak(struct call *call, struct sandbox *sandbox, const char *airbyte)
{
    if (sandbox == call->sandbox) {
        sandbox_speak(sandbox, release_find(airbyte));
        return;
    }
    call_work_finish(call->app, sandbox);
    store_begin(sandbox->world.store);
    sandbox_speak(sandbox, release_find(airbyte));
    world_commit(&sandbox->world);
}

bool admin_sandboxes_put(struct call *call)
{
    char *error = NULL;
    struct sandbox_name name = path_name(call);
    const char *airbyte = body_text(call, "airbyte");
    if (!name_check(call, "name", &name) || !release_check(call, name.text, airbyte))
        return false;
    struct sandbox *sandbox = sandboxes_open(call->app->sandboxes, name.text, &error);
    if (sandbox && airbyte)
        speak(call, sandbox, airbyte);
    return reply_sandbox(call, sandbox, &error);
}

/* What the sandbox's problems are at its end; it shows what its clock says, as the call's own does already.
 */
static void judge(const struct call *call, struct sandbox *sandbox)
{
    if (call->app->problems)
        call_work_finish(call->app, sandbox);
    if (sandbox != call->sandbox && call->app->problems)
        settle(call->app, sandbox);
    problems_keep(call->app, sandbox);
}

static bool unknown(struct call *call, const char *name)
{
    return problem_set(&call->world->problem, PROBLEM_NOT_FOUND, "There is no sandbox %s.", name);
}

/* One that was not opened since the start, and perhaps cannot be, has nobody who could be in its way. */
static bool delete_unopened(struct call *call, const char *name)
{
    char *error = NULL;
    if (!sandboxes_has(call->app->sandboxes, name))
        return unknown(call, name);
    if (!sandboxes_delete(call->app->sandboxes, name, &error))
        problem_set(&call->world->problem, PROBLEM_EXHAUSTED, "The sandbox %s is still there: %s", name,
                    error);
    bool deleted = !error;
    free(error);
    return reply_done(call, deleted);
}

/* What a large one holds in memory takes long to be given back. From here on it goes, whoever leaves. */
static void empty(struct call *call, struct sandbox *doomed)
{
    calls_leave(call->app, doomed);
    call_work_hold(call, doomed);
    sandbox_empty(doomed);
    call_work_let_go(call, doomed);
}

/* It may be the one that the call is for. */
bool admin_sandboxes_delete(struct call *call)
{
    struct sandbox_name name = path_name(call);
    call->doomed = sandboxes_find(call->app->sandboxes, name.text);
    if (call->doomed) {
        judge(call, call->doomed);
        empty(call, call->doomed);
    }
    return call->doomed ? reply_done(call, true) : delete_unopened(call, name.text);
}

static bool is_whole(struct call *call, const struct sandbox *from)
{
    const char *broken = store_broken(from->world.store);
    return !broken ||
           problem_set(&call->world->problem, PROBLEM_EXHAUSTED,
                       "The sandbox %s cannot be read: its file is damaged: %s", from->name, broken);
}

/* Copies are not damaged. */
static void make_ready(struct call *call, struct sandbox *from)
{
    call_work_finish(call->app, from);
    call_work_hold(call, from);
    sandbox_make_ready(from);
    call_work_let_go(call, from);
}

/* What is copied must be there already. */
static struct sandbox *open_source(struct call *call, const char *name)
{
    char *error = NULL;
    struct sandbox *from =
        sandboxes_has(call->app->sandboxes, name) ? sandboxes_open(call->app->sandboxes, name, &error) : NULL;
    if (error)
        problem_set(&call->world->problem, PROBLEM_EXHAUSTED, "No sandbox %s: %s", name, error);
    else if (!from)
        unknown(call, name);
    free(error);
    if (from)
        make_ready(call, from);
    return from && sandbox_ready(from) && is_whole(call, from) ? from : NULL;
}

/* Nobody changes one of them meanwhile. */
static bool become(struct call *call, struct sandbox *fork, struct sandbox *from)
{
    call_work_hold(call, from);
    call_work_hold(call, fork);
    bool became = sandbox_become(fork, from);
    call_work_let_go(call, fork);
    call_work_let_go(call, from);
    return became;
}

/* Nothing stays of a fork that was begun. */
static bool give_up(struct call *call, struct sandbox *fork, const struct sandbox *from)
{
    char *error = NULL, *name = must_strdup(fork->name);
    calls_end(call->app, fork, CALLS_ALL, "was not made");
    settle_stop(call->app, fork);
    sandboxes_delete(call->app->sandboxes, name, &error);
    free(error);
    free(name);
    return is_whole(call, from) && false;
}

bool admin_sandboxes_fork(struct call *call)
{
    char *error = NULL;
    struct sandbox_name name = path_name(call);
    struct sandbox_name as = sandbox_name_of(body_text(call, "as"));
    struct sandbox *from = name_check(call, "as", &as) ? open_source(call, name.text) : NULL;
    if (!from)
        return false;
    struct sandbox *overwritten = sandboxes_find(call->app->sandboxes, as.text);
    if (overwritten == from)
        return problem_at(&call->world->problem, PROBLEM_INVALID, "as",
                          "a sandbox cannot be forked onto itself");
    if (overwritten) {
        judge(call, overwritten);
        calls_end(call->app, overwritten, CALLS_ALL, "was overwritten by a fork");
        call_work_finish(call->app, overwritten);
    }
    struct sandbox *fork = sandboxes_open(call->app->sandboxes, as.text, &error);
    if (fork && !become(call, fork, from))
        return overwritten ? is_whole(call, from) && false : give_up(call, fork, from);
    return reply_sandbox(call, fork, &error);
}
