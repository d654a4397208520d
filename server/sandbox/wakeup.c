#include "sandbox/wakeup.h"

#include "base/moment.h"
#include "sandbox/sandbox.h"

static void wake(void *arg)
{
    struct sandbox *sandbox = arg;
    sandbox->wakeup.wake(sandbox->wakeup.context, sandbox);
}

void wakeup_arm(struct sandbox *sandbox)
{
    int64_t wait = clock_wait(&sandbox->world.clock, sandbox->world.next_due, moment_now());
    sandbox->due.callback = wake;
    sandbox->due.arg = sandbox;
    if (wait == INT64_MAX)
        wakeup_disarm(sandbox);
    else if (sandbox->wakeup.loop)
        loop_timer_at(sandbox->wakeup.loop, &sandbox->due, loop_now() + wait);
}

void wakeup_disarm(struct sandbox *sandbox)
{
    if (sandbox->wakeup.loop)
        loop_timer_cancel(sandbox->wakeup.loop, &sandbox->due);
}
