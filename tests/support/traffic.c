#include "support/traffic.h"

#include "base/die.h"
#include "json/print.h"
#include "json/read.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *traffic_open(const char *folder, enum release release)
{
    char *path = must_printf("%s/%s/%s.jsonl", folder, release_name(release), program_invocation_short_name);
    FILE *file = fopen(path, "w");
    if (!file)
        die("cannot write %s", path);
    free(path);
    return file;
}

static FILE *traffic_file(enum release release)
{
    static FILE *files[RELEASES];
    const char *folder = getenv("FAKEBYTE_TRAFFIC");
    if (!files[release] && folder)
        files[release] = traffic_open(folder, release);
    return files[release];
}

/* Whether a value nests at most so many levels, as most readers of JSON need it: Python's stops near 1,000.
 */
static bool nests_within(json_t *value, int levels)
{
    json_t *item;
    const char *key;
    size_t i;
    if (levels == 0)
        return false;
    json_object_foreach (value, key, item)
        if (!nests_within(item, levels - 1))
            return false;
    json_array_foreach (value, i, item)
        if (!nests_within(item, levels - 1))
            return false;
    return true;
}

void traffic_log(enum release release, const char *method, const char *path, const struct reply *reply,
                 bool injected)
{
    FILE *file = traffic_file(release);
    bool long_list = reply->stream.read && !strstr(path, "/__admin/");
    if (!file || long_list || strcmp(method, "HEAD") == 0 || strcmp(method, "OPTIONS") == 0)
        return;
    json_t *body = reply->body ? json_read_bytes(reply->body, reply->body_size) : NULL;
    if (body && !nests_within(body, 500)) {
        json_decref(body);
        return;
    }
    json_auto_t *line = json_pack("{ss ss si}", "method", method, "path", path, "status", (int)reply->status);
    if (body)
        json_object_set_new(line, "response", body);
    else if (reply->body_size > 0)
        json_object_set_new(line, "response", json_stringn(reply->body, reply->body_size));
    if (injected)
        json_object_set_new(line, "injected", json_true());
    char *text = line ? json_print(line) : must_strdup(""); /* a path that is no UTF-8 has no line */
    fprintf(file, "%s\n", text);
    free(text);
    fflush(file);
}
