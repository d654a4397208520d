#pragma once

#include "domain/world/world.h"

/*
 * What is kept of an OperatorConfiguration: its type and the member of that type, webhooks completed
 * (OperationsHandler, OperationsConverter). New reference; NULL with PROBLEM_INVALID at the property that is
 * missing or wrong.
 */
json_t *operator_kept(struct world *world, const json_t *configuration);
