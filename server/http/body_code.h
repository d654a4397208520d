#pragma once

#include "http/connection.h"

/* Decodes the body that came, as its Content-Encoding says: gzip, up to the limit of --max-body. What cannot
 * be decoded is told in the request. */
void http_body_decode(struct http_connection *connection);
