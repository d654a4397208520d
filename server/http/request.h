#pragma once

#include "http/connection.h"

enum { HTTP_DROP_LIMIT = 64 << 20 }; /* bytes of a body over the limit that are still read */

/* Splits the request's target as sent into a decoded path and a raw query. */
void http_request_target(struct http_connection *connection, const char *uri);

/* Fills in what the first line and the headers tell. NULL, or what is wrong with them: where a body ends must
 * be beyond doubt, and no text may end before its end. `method` and `version` as libmicrohttpd gives them. */
const char *http_request_head(struct http_connection *connection, const char *method, const char *version);

/* Takes more of the body, or drops it where it is over the limit; false where even that is too much. */
bool http_request_body(struct http_connection *connection, const char *bytes, size_t size);

/* Makes ready for the next request, keeps buffers of ordinary size. */
void http_request_reset(struct http_connection *connection);
