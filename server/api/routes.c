#include "api/routes.h"

/* The page reads a few parameters of its own address (server/web/address.js) and minds no others. */
#define PAGE_OPTIONS ANY_QUERY

/* What calls about logged requests may be narrowed down by: api/admin/request_filter.h. */
#define REQUEST_FILTERS "path method status since until after id limit"

#define SAME(TEXT, OTHER) (__builtin_strcmp(TEXT, OTHER) == 0)
#define ENDS(PATH, END) (sizeof(PATH) > sizeof(END) && SAME((PATH) + sizeof(PATH) - sizeof(END), END))
#define ROW(METHOD, PATH, HANDLER, REQUEST, REPLY, OPERATION, SUMMARY, ...)                                  \
    {#METHOD,                                                                                                \
     PATH,                                                                                                   \
     HANDLER,                                                                                                \
     #REQUEST,                                                                                               \
     #REPLY,                                                                                                 \
     #OPERATION,                                                                                             \
     SUMMARY,                                                                                                \
     .api = THIS_API,                                                                                        \
     .segments = __builtin_strchr(PATH, '{') != NULL,                                                        \
     .takes_body = !SAME(#REQUEST, "Nothing"),                                                               \
     .deletes = SAME(#METHOD, "DELETE") || ENDS(PATH, "/delete"),                                            \
     .gives_nothing = SAME(#REPLY, NO_CONTENT),                                                              \
     .gives_json = !SAME(#REPLY, NO_CONTENT) && !SAME(#REPLY, NO_BODY) && !SAME(#REPLY, PLAIN_TEXT),         \
     __VA_ARGS__},
#define ROUTE(...) ROW(__VA_ARGS__, .open = false)
#define READ(...) ROW(__VA_ARGS__, .reads = true)
#define OPEN_ROUTE(...) ROW(__VA_ARGS__, .open = true)
#define CREATE_ROUTE(...) ROW(__VA_ARGS__, .creates = true)
const struct route routes[] = {
#define THIS_API API_CONFIG
#include "api/v1.def"
#undef THIS_API
#define THIS_API API_PUBLIC
#include "api/public.def"
#undef THIS_API
#define THIS_API API_CONTROL
#include "api/admin.def"
#undef THIS_API
};
#undef CREATE_ROUTE
#undef OPEN_ROUTE
#undef READ
#undef ROUTE

const size_t route_count = sizeof routes / sizeof *routes;
