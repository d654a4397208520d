#pragma once

/* A socket that listens there; -1 where that cannot be: *error is then a new text that names host and port.
 */
int http_listen(const char *host, unsigned port, char **error);

/* The port that a socket is bound to. */
unsigned http_listen_port(int socket);
