#include "torture/failing.h"

#include <string.h>

static struct {
    enum failing kind;
    unsigned long at;
    bool counting, happened;
    unsigned long counts[FAILING_KINDS];
} state;

void failing_choose(enum failing kind, unsigned long at)
{
    memset(&state, 0, sizeof state);
    state.kind = kind;
    state.at = at;
}

void failing_begin(void)
{
    state.counting = true;
}

void failing_end(void)
{
    state.counting = false;
}

bool failing_now(enum failing kind)
{
    if (!state.counting)
        return false;
    unsigned long count = ++state.counts[kind];
    bool fails = kind == state.kind && (kind == FAILING_DISK ? count >= state.at : count == state.at);
    state.happened = state.happened || fails;
    return fails;
}

unsigned long failing_count(enum failing kind)
{
    return state.counts[kind];
}

bool failing_happened(void)
{
    return state.happened;
}
