#include "gateway/request_target.h"

#include "base/die.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char PREFIX[] = "/sandboxes/";

/* An escaped slash separates, too: only in the control API's paths it is part of a name. A new text. */
static char *without_escaped_slashes(const char *path, size_t size)
{
    char *plain = must_strndup(path, size), *to = plain;
    bool control = text_begins(path, "/__admin");
    for (const char *from = plain; *from; from++) {
        bool escaped = !control && strncasecmp(from, "%2f", 3) == 0;
        *to++ = (char)(escaped ? '/' : *from);
        from += escaped ? 2 : 0;
    }
    *to = '\0';
    return plain;
}

/* "/api/v1/jobs/get/" is "/v1/jobs/get" (docs/behaviour/http.md#routing). */
static void read_path(struct request_target *target, const char *path)
{
    if (text_begins(path, "/api/"))
        path += 4;
    size_t size = strlen(path);
    bool slash = size > 1 && path[size - 1] == '/';
    target->path = path;
    target->path_size = size;
    if (!slash && !memchr(path, '%', size))
        return;
    target->path = target->cut_path = without_escaped_slashes(path, size - slash);
    target->path_size = strlen(target->path);
}

/* Cuts "/sandboxes/NAME" off a path: a new text with the name, or NULL where there is no such prefix. */
static char *cut_prefix(const char **path)
{
    if (!text_begins(*path, PREFIX))
        return NULL;
    const char *name = *path + sizeof PREFIX - 1;
    const char *end = strchrnul(name, '/');
    *path = *end ? end : "/";
    return must_strndup(name, (size_t)(end - name));
}

/* Where calls go that name no sandbox. */
static const struct sandbox_name USUAL = {"default"};

struct request_target request_target_of(const struct request *request, const char *user)
{
    const char *path = request->path;
    struct request_target target = {.prefix = cut_prefix(&path)};
    const char *header = request->known[HEADER_FAKEBYTE_SANDBOX];
    const char *named = header ? header : target.prefix ? target.prefix : user;
    bool unnamed = named == user && !*user;
    target.name = unnamed ? USUAL : sandbox_name_of(named);
    read_path(&target, path);
    return target;
}

void request_target_free(struct request_target *target)
{
    free(target->cut_path);
    free(target->prefix);
}
