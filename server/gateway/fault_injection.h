#pragma once

#include "gateway/call.h"

/*
 * The steps of a call in which it meets the faults of its sandbox, before it is handled and once it has a
 * reply. One fault at most is applied to a call. What leads to no operation of the Config API has no faults:
 * the control API, preflights, unknown paths, missing credentials.
 */
void fault_injection_arrival(struct call *call);
void fault_injection_answer(struct call *call);
