#include "gateway/query.h"

#include "base/die.h"
#include "base/percent.h"
#include "gateway/error_reply.h"
#include "json/nearest.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NAMES = 16 };

/* The character that stands there; steps over it. */
static char decoded(const char **at)
{
    const char *text = *at;
    int byte = percent_byte(text);
    *at += byte < 0 ? 1 : 3;
    if (byte >= 0)
        return (char)byte;
    if (*text == '+')
        return ' ';
    return *text;
}

static char *decode(const char *text, size_t size)
{
    char *plain = must_alloc(size + 1), *to = plain;
    for (const char *at = text; at < text + size;)
        *to++ = decoded(&at);
    *to = '\0';
    return plain;
}

char *query_text(const struct request *request, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = request->query; *at; at += strcspn(at, "&"), at += *at == '&')
        if (strncmp(at, name, size) == 0 && at[size] == '=')
            return decode(at + size + 1, strcspn(at + size + 1, "&"));
    return NULL;
}

void query_each(const char *query, void (*visit)(void *arg, const char *name, const char *value), void *arg)
{
    for (const char *at = query; *at; at += *at == '&') {
        size_t size = strcspn(at, "&"), name_size = strcspn(at, "=&");
        char *name = decode(at, name_size);
        char *value = decode(at + name_size + (name_size < size), size - name_size - (name_size < size));
        visit(arg, name, value);
        free(name);
        free(value);
        at += size;
    }
}

/* The row's names, as a list that ends with NULL; they are pieces of `text`. */
static void split(char *text, const char **names)
{
    size_t count = 0;
    char *rest = NULL;
    for (char *name = strtok_r(text, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
        if (count == MOST_NAMES)
            die("more than %d parameters: %s", MOST_NAMES, name);
        names[count++] = name;
    }
    names[count] = NULL;
}

static void fail_unknown(struct reply *reply, char *name, const char *const *names)
{
    const char *nearest = nearest_name(name, names);
    char *message = nearest ? must_printf("is not a known parameter; did you mean \"%s\"?", nearest)
                            : must_strdup("is not a known parameter");
    struct schema_fault fault = {.path = name, .message = message};
    fail_invalid(reply, &(struct schema_faults){.count = 1, .items = &fault});
    free(message);
}

static bool is_known(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool takes_any(const struct route *route)
{
    return route->query && strcmp(route->query, ANY_QUERY) == 0;
}

bool query_refused(const struct route *route, struct exchange *exchange)
{
    if (takes_any(route))
        return false;
    const char *names[MOST_NAMES + 1];
    char *text = must_strdup(route->query ? route->query : "");
    bool refused = false;
    split(text, names);
    for (const char *at = exchange->request.query; *at && !refused;
         at += strcspn(at, "&"), at += *at == '&') {
        char *name = decode(at, strcspn(at, "=&"));
        refused = *name && !is_known(name, names);
        if (refused)
            fail_unknown(&exchange->reply, name, names);
        free(name);
    }
    free(text);
    return refused;
}
