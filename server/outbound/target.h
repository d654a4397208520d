#pragma once

#include "outbound/curl.h"

#include <stdbool.h>
#include <sys/socket.h>

/* Whether an address is this machine's own: 127.0.0.0/8, ::1, and the former in IPv6's clothes. */
bool target_is_loopback(const struct sockaddr *address);

/* The URL, parsed as libcurl reads it, to be freed with curl->url_cleanup(). NULL, with a new text in
 * *reason, where it is no URL of http or https, or where only the loopback is allowed and its host is neither
 * "localhost" nor an address of it. */
CURLU *target_parse(const struct curl *curl, const char *url, bool loopback_only, char **reason);
