#include "domain/run/attempt_begin.h"

#include "domain/job/event.h"
#include "domain/job/script_read.h"
#include "domain/plan/gate.h"
#include "domain/run/fresh_start.h"
#include "domain/run/planned_run.h"
#include "domain/run/script.h"
#include "json/print.h"

#include <stdlib.h>

static void start_attempt(struct world *world, struct job *job, int number)
{
    job_move(world, job, JOB_RUNNING);
    json_auto_t *script = script_write(world, job, number);
    char *text = json_print(script);
    struct attempt attempt;
    attempt_insert(world, job, text, &attempt);
    if (number == 0)
        fresh_start(world, job);
    if (!script_hangs(script))
        event_add_of_job(world, job, EVENT_ATTEMPT_END, world->now + script_span(script));
    attempt_free(&attempt);
    free(text);
}

static void begin_attempt(struct world *world, struct job *job, int number)
{
    char *gate = number == 0 ? plan_run_gate(job) : NULL;
    if (!gate_holds(world, job->id, gate))
        start_attempt(world, job, number);
    free(gate);
}

void attempt_begin(struct world *world, struct job *job)
{
    begin_attempt(world, job, attempt_count(world, job->id));
}

void attempt_next(struct world *world, struct job *job, int number)
{
    int64_t wait = plan_run_wait(job, number);
    if (wait > 0 || number > 0)
        event_add_of_job(world, job, EVENT_ATTEMPT_START, world->now + wait);
    else
        begin_attempt(world, job, number);
}
