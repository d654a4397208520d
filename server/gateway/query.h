#pragma once

#include "gateway/route.h"

/* The parameters behind the '?' of a call; the row says which there may be ("path method limit"). */

/* Of that name, decoded: a new text, or NULL where it is not given. */
char *query_text(const struct request *request, const char *name);

/* Calls visit() with each "name=value", decoded; the value is "" where there is no '='. */
void query_each(const char *query, void (*visit)(void *arg, const char *name, const char *value), void *arg);

/* True, with a failed reply, where one is given that the row does not name. */
bool query_refused(const struct route *route, struct exchange *exchange);
