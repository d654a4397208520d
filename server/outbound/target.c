#include "outbound/target.h"

#include "base/die.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool loopback_v4(const struct in_addr *address)
{
    return ntohl(address->s_addr) >> 24 == IN_LOOPBACKNET;
}

static bool loopback_v6(const struct in6_addr *address)
{
    struct in_addr within;
    memcpy(&within, address->s6_addr + 12, sizeof within);
    return IN6_IS_ADDR_LOOPBACK(address) || (IN6_IS_ADDR_V4MAPPED(address) && loopback_v4(&within));
}

bool target_is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return loopback_v4(&((const struct sockaddr_in *)(const void *)address)->sin_addr);
    return address->sa_family == AF_INET6 &&
           loopback_v6(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
}

/* A host as a URL has it: a name, an IPv4 address, or an IPv6 address in brackets. */
static bool host_is_loopback(const char *host)
{
    struct in_addr v4;
    struct in6_addr v6;
    char bare[INET6_ADDRSTRLEN] = "";
    sscanf(host, "[%45[^]]", bare);
    return strcasecmp(host, "localhost") == 0 || (inet_pton(AF_INET, host, &v4) == 1 && loopback_v4(&v4)) ||
           (inet_pton(AF_INET6, bare, &v6) == 1 && loopback_v6(&v6));
}

static char *scheme_fault(const struct curl *curl, CURLU *url)
{
    char *scheme = NULL;
    curl->url_get(url, CURLUPART_SCHEME, &scheme, 0);
    bool known = scheme && (strcasecmp(scheme, "http") == 0 || strcasecmp(scheme, "https") == 0);
    char *fault = known ? NULL : must_printf("not a URL of http or https");
    curl->free(scheme);
    return fault;
}

static char *host_fault(const struct curl *curl, CURLU *url)
{
    char *host = NULL;
    curl->url_get(url, CURLUPART_HOST, &host, 0);
    char *fault = host && host_is_loopback(host)
                      ? NULL
                      : must_printf("%s is not this machine, and --webhooks loopback allows no other",
                                    host ? host : "nothing");
    curl->free(host);
    return fault;
}

CURLU *target_parse(const struct curl *curl, const char *url, bool loopback_only, char **reason)
{
    CURLU *parsed = curl->url();
    if (!parsed)
        die("out of memory");
    CURLUcode code = curl->url_set(parsed, CURLUPART_URL, url, 0);
    *reason = code == CURLUE_OK ? scheme_fault(curl, parsed) : must_printf("not a URL of http or https");
    if (!*reason && loopback_only)
        *reason = host_fault(curl, parsed);
    if (!*reason)
        return parsed;
    curl->url_cleanup(parsed);
    return NULL;
}
