#pragma once

#include "http/connection.h"

/*
 * Sends what a stream has at hand, where that is more than `room`, as one chunk past libmicrohttpd, whose
 * chunks are no larger than its memory of a connection: without a copy, and with one system call for many.
 * Only while libmicrohttpd asks for the next: all that it had is on its way then. False where it is to wait:
 * the connection is suspended until the client takes the rest, or it is gone.
 */
bool http_chunk_ahead(struct http_connection *connection, size_t room);
