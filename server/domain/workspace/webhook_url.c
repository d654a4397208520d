#include "domain/workspace/webhook_url.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { SCHEME_ROOM = 64 };

static bool complain_of_character(struct world *world, const char *url, size_t index)
{
    const char *part = memchr(url, '#', index) ? "fragment" : memchr(url, '?', index) ? "query" : "path";
    return problem_set(&world->problem, PROBLEM_NOT_FOUND, "Illegal character in %s at index %zu: %s", part,
                       index, url);
}

/* Where the first character is that no URL has; the text's size where there is none. */
static size_t illegal_at(const char *url)
{
    size_t at = 0;
    while ((unsigned char)url[at] > ' ' && !strchr("\"<>\\^`{|}\x7f", url[at]))
        at++;
    return at;
}

/* What is before the colon; "" where there is none. */
static void read_scheme(const char *url, char scheme[SCHEME_ROOM])
{
    size_t size = strcspn(url, ":/?#");
    snprintf(scheme, SCHEME_ROOM, "%.*s", url[size] == ':' ? (int)size : 0, url);
}

static bool has_host(const char *url)
{
    const char *rest = strchr(url, ':') + 1;
    return strncmp(rest, "//", 2) == 0 && strcspn(rest + 2, "/?#:") > 0;
}

bool webhook_check(struct world *world, const char *url)
{
    char scheme[SCHEME_ROOM];
    size_t illegal = illegal_at(url);
    if (url[illegal])
        return complain_of_character(world, url, illegal);
    read_scheme(url, scheme);
    if (!*scheme)
        return problem_set(&world->problem, PROBLEM_NOT_FOUND, "URI with undefined scheme");
    if (strcasecmp(scheme, "http") != 0 && strcasecmp(scheme, "https") != 0)
        return problem_set(&world->problem, PROBLEM_NOT_FOUND, "invalid URI scheme %s", scheme);
    return has_host(url) || problem_set(&world->problem, PROBLEM_NOT_FOUND, "unsupported URI %s", url);
}
