#include "api/routes.h"
#include "sandbox/sandbox.h"

static bool reply_fault(struct call *call, const struct fault *fault)
{
    return fault && reply_json(call, fault_read(fault));
}

bool admin_faults_list(struct call *call)
{
    const struct faults *faults = &call->sandbox->faults;
    json_t *list = json_array();
    for (size_t i = 0; i < faults->count; i++)
        json_array_append_new(list, fault_read(faults->items[i]));
    return reply_json(call, json_pack("{so}", "faults", list));
}

bool admin_faults_add(struct call *call)
{
    return reply_fault(call, faults_add(&call->sandbox->faults, call_body(call), &call->world->problem));
}

bool admin_faults_delete_all(struct call *call)
{
    faults_remove_all(&call->sandbox->faults);
    return reply_done(call, true);
}

static bool unknown(struct call *call, const char *id)
{
    return problem_set(&call->world->problem, PROBLEM_NOT_FOUND, "There is no fault %s.", id);
}

bool admin_faults_get(struct call *call)
{
    struct path_argument id = path_argument(call, "id");
    const struct fault *fault = faults_find(&call->sandbox->faults, id.text);
    return fault ? reply_fault(call, fault) : unknown(call, id.text);
}

bool admin_faults_delete(struct call *call)
{
    struct path_argument id = path_argument(call, "id");
    return faults_remove(&call->sandbox->faults, id.text) ? reply_done(call, true) : unknown(call, id.text);
}
