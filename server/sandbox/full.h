#pragma once

#include "sandbox/sandbox.h"

/* What happens in a sandbox whose store is full: calls that need more room are refused, deletions go on. */

/* True where what a call wrote may stay; else false, with PROBLEM_FULL. One that deletes may take of the
 * reserve: marking a row can need a page. */
bool full_admits(struct sandbox *sandbox, bool deletes);

/* True where something is due and waits for room. */
bool full_waits(struct world *world);

/* Sets PROBLEM_FULL, which says what to do about it. NULL. */
void *full_refuse(struct sandbox *sandbox);
