#pragma once

#include "domain/world/problem.h"
#include "http/exchange.h"

/*
 * Errors in the form that reply->errors says. ERRORS_AIRBYTE is the real server's: KnownExceptionInfo,
 * NotFoundKnownExceptionInfo, InvalidInputExceptionInfo. ERRORS_PLAIN is the control API's, {"message",
 * "id"?, "validationErrors"?}, whose message names every property at fault: it is all that most clients show.
 * ERRORS_PUBLIC is the public API's: problem_document.h.
 */

/* What a problem of the rules is to a client. */
void fail_with_problem(struct reply *reply, const struct problem *problem);

/* 422: the faults of a request's properties, all of them. */
void fail_invalid(struct reply *reply, const struct schema_faults *faults);

/* 422 without a property at fault, 4xx in general: a message. */
void fail(struct reply *reply, unsigned status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* 401 as the real server sends it; the public API's has a word to the lost ("" for none). */
void fail_unauthorized(struct reply *reply, const char *advice);
