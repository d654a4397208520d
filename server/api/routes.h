#pragma once

#include "gateway/route.h"

/*
 * The table of all APIs: the rows of v1.def, public.def and admin.def. A row without a handler does not link,
 * a handler without a row does not compile.
 */
#define ROUTE(METHOD, PATH, HANDLER, ...) bool HANDLER(struct call *call);
#define READ ROUTE
#define OPEN_ROUTE ROUTE
#define CREATE_ROUTE ROUTE
#include "api/admin.def"
#include "api/public.def"
#include "api/v1.def"
#undef CREATE_ROUTE
#undef OPEN_ROUTE
#undef READ
#undef ROUTE

extern const struct route routes[];
extern const size_t route_count;
