#include "gateway/access/browser.h"

#include "base/glob.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* A name or an address, lower case, without port and brackets; "" where it is longer than any. */
struct host {
    char name[256];
};

/* The host of "name:port", "[address]:port" or "scheme://name:port". */
static struct host host_of(const char *authority)
{
    struct host host = {""};
    const char *scheme = strstr(authority, "://");
    const char *begin = scheme ? scheme + 3 : authority;
    begin += *begin == '[';
    size_t size = strcspn(begin, begin > authority && begin[-1] == '[' ? "]" : ":/");
    for (size_t i = 0; size < sizeof host.name && i < size; i++)
        host.name[i] = (char)tolower((unsigned char)begin[i]);
    return host;
}

static bool is_address(const char *name)
{
    struct in6_addr address;
    return inet_pton(AF_INET, name, &address) == 1 || inet_pton(AF_INET6, name, &address) == 1;
}

static bool is_loopback(const char *name)
{
    const char *top = strrchr(name, '.');
    bool local = strcmp(name, "localhost") == 0 || (top && strcmp(top, ".localhost") == 0);
    return local || strcmp(name, "::1") == 0 || (strncmp(name, "127.", 4) == 0 && is_address(name));
}

/* Among --allowed-hosts; `*` alone stands for every name that a server is called by, but for no page's. */
static bool is_listed(const struct access *access, const char *name, bool page)
{
    for (size_t i = 0; i < access->options->allowed_host_count; i++) {
        const char *pattern = access->options->allowed_hosts[i];
        if (glob_fits(pattern, name) && !(page && strcmp(pattern, "*") == 0))
            return true;
    }
    return false;
}

/* One that listens on all addresses cannot know them; no page can make a name of its own stand for one. */
static bool is_where_we_listen(const char *listen, const char *name)
{
    char machine[256] = "";
    bool all = strcmp(listen, "0.0.0.0") == 0 || strcmp(listen, "::") == 0;
    if (all && !is_address(name))
        gethostname(machine, sizeof machine - 1);
    return strcmp(listen, name) == 0 || (all && (is_address(name) || strcasecmp(machine, name) == 0));
}

static bool is_ours(const struct access *access, const char *name)
{
    return is_loopback(name) || is_where_we_listen(access->options->host, name);
}

/* Whether a page may call that a browser names by its origin, or whose site it compares with ours itself. The
 * control API answers its own pages, and those of hosts that an operator lists. */
static bool page_may_call(const struct access *access, const struct request *request, bool control)
{
    const char *site = request->known[HEADER_SEC_FETCH_SITE];
    const char *origin = request->known[HEADER_ORIGIN];
    if (site && (strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0))
        return true;
    if (!origin)
        return !site || (strcmp(site, "same-site") == 0 && !control);
    const char *host = request->known[HEADER_HOST], *authority = strstr(origin, "://");
    struct host page = host_of(origin);
    bool own = authority && host && strcasecmp(authority + 3, host) == 0;
    return own ||
           (authority && (is_listed(access, page.name, true) || (!control && is_ours(access, page.name))));
}

/* Nearly every request names the same host. */
static bool host_is_known(struct access *access, const char *authority)
{
    if (!authority || (*authority && strcmp(authority, access->known_host) == 0))
        return true;
    struct host host = host_of(authority);
    bool known = is_ours(access, host.name) || is_listed(access, host.name, false);
    if (known && strlen(authority) < sizeof access->known_host)
        memcpy(access->known_host, authority, strlen(authority) + 1);
    return known;
}

enum admission browser_admits(struct access *access, const struct request *request, bool control)
{
    if (!access->options->host)
        return ADMITTED;
    if (!host_is_known(access, request->known[HEADER_HOST]))
        return MISDIRECTED;
    return page_may_call(access, request, control) ? ADMITTED : FOREIGN;
}

bool browser_asks(const struct request *request)
{
    return request->known[HEADER_ORIGIN] && strcmp(request->method, "OPTIONS") == 0 &&
           request->header(request, "Access-Control-Request-Method");
}

/* What the client sent, sent back; not where it holds what no header may. */
static void echo(struct reply *reply, const char *name, const char *value)
{
    for (const char *at = value; *at; at++)
        if (iscntrl((unsigned char)*at))
            return;
    reply_header(reply, name, value);
}

void browser_answer(struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    const char *headers = request->header(request, "Access-Control-Request-Headers");
    reply_set(&exchange->reply, 200, NULL, NULL, 0);
    echo(&exchange->reply, "Access-Control-Allow-Methods",
         request->header(request, "Access-Control-Request-Method"));
    if (headers)
        echo(&exchange->reply, "Access-Control-Allow-Headers", headers);
    reply_header(&exchange->reply, "Access-Control-Max-Age", "1800");
}

void browser_allow(const struct access *access, struct exchange *exchange, bool control)
{
    const char *origin = exchange->request.known[HEADER_ORIGIN];
    if (!origin || control || (access->options->host && !page_may_call(access, &exchange->request, control)))
        return;
    echo(&exchange->reply, "Access-Control-Allow-Origin", origin);
    reply_header(&exchange->reply, "Access-Control-Allow-Credentials", "true");
    reply_header(&exchange->reply, "Vary", "Origin");
}
