#include "remote/address.h"

#include "base/die.h"
#include "base/percent.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool cut_end(char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    bool there = size >= end_size && strcmp(text + size - end_size, end) == 0;
    if (there)
        text[size - end_size] = '\0';
    return there;
}

/* A part of a URL, decoded; a new text. */
static char *decoded(const char *begin, size_t size)
{
    struct text text = {0};
    for (size_t at = 0; at < size; at++) {
        int byte = percent_byte(begin + at);
        char letter = begin[at];
        if (byte > 0)
            letter = (char)byte;
        text_add_bytes(&text, &letter, 1);
        at += byte > 0 ? 2 : 0;
    }
    return text_take(&text);
}

/* The URL without what stands before the '@' of its host; a new text. */
static char *take_credentials(struct address *address, const char *url)
{
    const char *scheme = strstr(url, "://");
    const char *begin = scheme ? scheme + 3 : url;
    size_t size = strcspn(begin, "/?#");
    const char *at = memrchr(begin, '@', size);
    if (!at)
        return must_strdup(url);
    size_t name = strcspn(begin, ":@");
    address->username = decoded(begin, name);
    if (begin[name] == ':')
        address->password = decoded(begin + name + 1, (size_t)(at - begin) - name - 1);
    return must_printf("%.*s%s", (int)(begin - url), url, at + 1);
}

/* Cuts off the path of an API, and says which it was. */
static enum remote_choice take_root(char *base)
{
    if (cut_end(base, remote_root(REMOTE_PUBLIC)))
        return CHOICE_PUBLIC;
    if (cut_end(base, remote_root(REMOTE_CONFIG)))
        return CHOICE_CONFIG;
    cut_end(base, "/api");
    return CHOICE_ANY;
}

struct address address_read(const char *url)
{
    struct address address = {0};
    char *base = take_credentials(&address, url);
    while (cut_end(base, "/"))
        ;
    address.shown = must_strdup(base);
    address.choice = take_root(base);
    bool whole = address.choice == CHOICE_ANY && cut_end(base, "/v1");
    for (int api = 0; api < 2; api++)
        address.roots[api] =
            whole ? must_printf("%s/v1", base) : must_printf("%s%s", base, remote_root((enum remote_api)api));
    free(base);
    return address;
}

void address_free(struct address *address)
{
    free(address->shown);
    free(address->username);
    free(address->password);
    for (int api = 0; api < 2; api++)
        free(address->roots[api]);
}
