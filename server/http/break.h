#pragma once

#include "http/exchange.h"

/* Breaks the connection of that socket as told; what is left to do is to close it without another byte. */
void http_break(int socket, enum reply_break breaks);

/* Sends what the socket takes at once. */
void http_send_raw(int socket, const void *bytes, size_t size);
