#include "sandbox/wakeup.h"

#include "base/moment.h"
#include "sandbox/sandbox.h"

static void wake(void *arg)
{
    struct sandbox *sandbox = arg;
    sandbox->waker.wake(sandbox->waker.context, sandbox);
}

void waker_arm(struct sandbox *sandbox)
{
    int64_t wait = clock_wait(&sandbox->world.clock, sandbox->world.next_due, moment_now());
    sandbox->due.callback = wake;
    sandbox->due.arg = sandbox;
    if (wait == INT64_MAX)
        waker_disarm(sandbox);
    else if (sandbox->waker.loop)
        loop_timer_at(sandbox->waker.loop, &sandbox->due, loop_now() + wait);
}

void waker_disarm(struct sandbox *sandbox)
{
    if (sandbox->waker.loop)
        loop_timer_cancel(sandbox->waker.loop, &sandbox->due);
}
