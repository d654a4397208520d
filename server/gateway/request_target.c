#include "gateway/request_target.h"

#include "base/die.h"
#include "domain/world/release.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char PREFIX[] = "/sandboxes/";

/* "/api/v1/jobs/get/" is "/v1/jobs/get" (docs/behaviour/http.md#routing). */
static void read_path(struct request_target *target, const char *path)
{
    if (strncmp(path, "/api/", 5) == 0)
        path += 4;
    size_t size = strlen(path);
    if (size > 1 && path[size - 1] == '/')
        path = target->cut_path = must_strndup(path, size - 1);
    target->path = path;
}

/* Cuts "/sandboxes/NAME" off a path: a new text with the name, or NULL where there is no such prefix. */
static char *cut_prefix(const char **path)
{
    size_t prefix = sizeof PREFIX - 1;
    if (strncmp(*path, PREFIX, prefix) != 0)
        return NULL;
    const char *name = *path + prefix;
    const char *end = strchrnul(name, '/');
    *path = *end ? end : "/";
    return must_strndup(name, (size_t)(end - name));
}

struct request_target request_target_of(const struct request *request, const char *user)
{
    const char *path = request->path;
    struct request_target target = {.prefix = cut_prefix(&path)};
    const char *header = request->header(request, "X-Fakebyte-Sandbox");
    target.sandbox = header ? header : target.prefix ? target.prefix : *user ? user : "default";
    read_path(&target, path);
    return target;
}

void request_target_free(struct request_target *target)
{
    free(target->cut_path);
    free(target->prefix);
}

static bool is_name_letter(char letter)
{
    return isalnum((unsigned char)letter) || letter == '.' || letter == '_' || letter == '-';
}

bool sandbox_name_valid(const char *name)
{
    size_t size = 0;
    while (is_name_letter(name[size]))
        size++;
    bool known = name[size] == '@' && release_find(name + size + 1) < RELEASES;
    return strlen(name) <= SANDBOX_NAME && *name && (known || name[size] == '\0');
}
