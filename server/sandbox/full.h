#pragma once

#include "gateway/call.h"

/* What happens in a sandbox whose store is full: calls that need more room are refused, deletions go on. */

/* True where what the call wrote may stay; else false, with PROBLEM_FULL. */
bool full_admits(struct call *call);

/* True where something is due and waits for room. */
bool full_waits(struct world *world);

/* Sets PROBLEM_FULL, which says what to do about it. NULL. */
void *full_refuse(struct sandbox *sandbox);
