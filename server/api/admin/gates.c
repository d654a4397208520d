#include "api/routes.h"
#include "domain/plan/gate.h"
#include "domain/run/simulation.h"

#include <string.h>

static bool name_check(struct call *call, const char *name)
{
    size_t size = strlen(name);
    bool sound = size > 0 && size <= 64 &&
                 strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == size;
    return sound || problem_at(&call->world->problem, PROBLEM_INVALID, "name",
                               "a gate's name has 1 to 64 letters, digits, dots, dashes and underscores");
}

bool admin_gates_list(struct call *call)
{
    return reply_list(call, "gates", gate_rows(call->world));
}

static bool show_gate(struct call *call)
{
    return reply_document(call, gate_get(call->world, path_argument(call, "name").text));
}

/* Those who waited there go on before the gate is shown. */
bool admin_gates_open(struct call *call)
{
    struct path_argument name = path_argument(call, "name");
    if (!name_check(call, name.text))
        return false;
    simulation_open_gate(call->world, name.text);
    return call_again(call, show_gate);
}
