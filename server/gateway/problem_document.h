#pragma once

#include "domain/world/problem.h"
#include "http/exchange.h"

/*
 * What goes wrong as the public API says it (docs/behaviour/public-api.md): a problem document with status,
 * type, title and detail of its kind, and what is special to the case in `data`. Before an operation is
 * reached it is the web framework's own body: {"message", "_links", "_embedded"}.
 */
void problem_document_of(struct reply *reply, const struct problem *problem);
void problem_document_of_faults(struct reply *reply, const struct schema_faults *faults);
void problem_document_of_message(struct reply *reply, unsigned status, const char *message);

/* 401; `advice` is "" for none. */
void problem_document_of_stranger(struct reply *reply, const char *advice);
