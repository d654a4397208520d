#pragma once

#include "http/connection.h"

/* Hands the exchange's reply to libmicrohttpd, or breaks the connection where it is a breaks. */
enum MHD_Result http_response_send(struct http_connection *connection);

/* Puts a reply of our own in the exchange, as the API words its failures; then the connection closes. */
void http_response_message(struct http_connection *connection, unsigned status, const char *message);
