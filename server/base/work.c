#include "base/work.h"

#include "base/die.h"
#include "base/moment.h"

#include <malloc.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

/* As deep as the loop's own stack usually may be; memory is taken only where it is touched. */
enum { STACK = 8 << 20 };

struct work {
    void (*run)(void *arg);
    void *arg;
    pthread_t thread;
    sem_t go, rest; /* whose turn it is: the work's, its owner's */
    int64_t until;  /* moment_monotonic() */
    bool within;    /* it runs */
    bool begun, through, called_off;
};

void work_prepare(void)
{
#ifdef M_ARENA_MAX
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MXFAST, 0);
#endif
}

static void wait_for(sem_t *turn)
{
    while (sem_wait(turn) != 0)
        ;
}

static void *work_run(void *arg)
{
    struct work *work = arg;
    wait_for(&work->go);
    if (work->begun)
        work->run(work->arg);
    work->through = true;
    sem_post(&work->rest);
    return NULL;
}

static bool thread_begin(struct work *work)
{
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0)
        return false;
    pthread_attr_setstacksize(&attributes, STACK);
    bool begun = pthread_create(&work->thread, &attributes, work_run, work) == 0;
    pthread_attr_destroy(&attributes);
    return begun;
}

static void turns_free(struct work *work)
{
    sem_destroy(&work->go);
    sem_destroy(&work->rest);
    free(work);
}

struct work *work_new(void (*run)(void *arg), void *arg)
{
    struct work *work = must_zalloc(sizeof *work);
    *work = (struct work){.run = run, .arg = arg};
    sem_init(&work->go, 0, 0);
    sem_init(&work->rest, 0, 0);
    if (thread_begin(work))
        return work;
    turns_free(work);
    return NULL;
}

static void go_on(struct work *work, int64_t until)
{
    work->begun = work->within = true;
    work->until = until;
    sem_post(&work->go);
    wait_for(&work->rest);
    work->within = false;
}

bool work_slice(struct work *work, int64_t ms)
{
    if (!work->through)
        go_on(work, moment_monotonic() + ms);
    return work->through;
}

void work_call_off(struct work *work)
{
    work->called_off = true;
    if (!work->through)
        go_on(work, INT64_MAX);
}

void work_free(struct work *work)
{
    if (!work->begun)
        sem_post(&work->go);
    pthread_join(work->thread, NULL);
    turns_free(work);
}

void work_meet(struct work *work)
{
    if (!work || work->through)
        return;
    if (!work->within)
        go_on(work, INT64_MAX);
    else if (moment_monotonic() >= work->until) {
        sem_post(&work->rest);
        wait_for(&work->go);
    }
}

struct work *work_running(struct work *work)
{
    return work && work->within ? work : NULL;
}

bool work_wanted(const struct work *work)
{
    return !work || !work->called_off;
}
