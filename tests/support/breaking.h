#pragma once

#include "support/api.h"

#include "http/exchange.h"

/* Answers a request as often as it takes, in the loop's turns. */
void api_answer(const struct api *api, struct exchange *exchange);

/*
 * For tests/break.sh, which puts FAKEBYTE_BREAK (a seed) into the environment: asks the same before the test
 * does, with a store that is found damaged by some query on the way and whole again afterwards. Whatever that
 * makes of the test, the server goes on.
 */
void breaking_try(const struct api *api, const struct exchange *exchange);
