#include "sandbox/match/match_path.h"

#include "base/die.h"
#include "base/glob.h"
#include "base/text.h"
#include "json/nearest.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static size_t segment_size(const char *path)
{
    return strcspn(path, "/");
}

static bool is_variable(const char *segment)
{
    size_t size = segment_size(segment);
    return size > 2 && segment[0] == '{' && segment[size - 1] == '}';
}

/* Steps over one segment and its slash. */
static const char *next_segment(const char *path)
{
    path += segment_size(path);
    return *path == '/' ? path + 1 : path;
}

/* With "{name}"s on either side, which agree with any segment. */
static bool segments_fit(const char *one, const char *other)
{
    while (*one && *other) {
        size_t size = segment_size(one);
        bool same = size == segment_size(other) && strncmp(one, other, size) == 0;
        bool any = is_variable(one) ? segment_size(other) > 0 : is_variable(other) && size > 0;
        if ((!same && !any) || !one[size] != !other[segment_size(other)])
            return false;
        one = next_segment(one);
        other = next_segment(other);
    }
    return !*one && !*other;
}

bool match_path_fits(const char *pattern, const char *path)
{
    return glob_fits(pattern, path) || (strchr(pattern, '{') && segments_fit(pattern, path));
}

char *match_path_of(const char *path)
{
    if (strncmp(path, "/api/", 5) == 0)
        path += 4;
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/')
        size--;
    return must_strndup(path, size);
}

/* A segment that is an id: what stands in the place of a "{name}". */
static bool is_id(const char *segment)
{
    size_t size = segment_size(segment);
    bool digits = size > 0 && strspn(segment, "0123456789") >= size;
    return digits || is_variable(segment) ||
           (size == 36 && strspn(segment, "0123456789abcdefABCDEF-") >= size);
}

/* The path with a "{}" in the place of each id. A new text. */
static char *without_ids(const char *path)
{
    struct text text = {0};
    for (; *path; path = next_segment(path)) {
        size_t size = segment_size(path);
        if (is_id(path))
            text_add(&text, "{}");
        else
            text_add_bytes(&text, path, size);
        text_add(&text, path[size] ? "/" : "");
    }
    return text_take(&text);
}

static size_t count_of(const char *const *known)
{
    size_t count = 0;
    while (known[count])
        count++;
    return count;
}

const char *match_path_nearest(const char *path, const char *const *known)
{
    size_t count = count_of(known);
    char *bare = without_ids(path), **names = must_zalloc((count + 1) * sizeof(char *));
    for (size_t i = 0; i < count; i++)
        names[i] = without_ids(known[i]);
    const char *nearest = nearest_name(bare, (const char *const *)names);
    for (size_t i = 0; i < count; i++) {
        if (names[i] == nearest)
            nearest = known[i];
        free(names[i]);
    }
    free(names);
    free(bare);
    return nearest;
}

static bool is_known(const char *path, const char *const *known)
{
    for (; *known; known++)
        if (segments_fit(*known, path))
            return true;
    return false;
}

static bool refuse(const char *path, const char *const *known, struct problem *problem, const char *place)
{
    const char *nearest = match_path_nearest(path, known);
    char *member = must_printf("%s.path", place);
    problem_at(problem, PROBLEM_INVALID, member, "no operation has the path %.200s%s%s%s", path,
               nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
    free(member);
    return false;
}

bool match_path_check(const json_t *match, const char *const *known, struct problem *problem,
                      const char *place)
{
    const char *given = json_string_value(json_object_get(match, "path"));
    if (!known || !given || strchr(given, '*'))
        return true;
    char *path = match_path_of(given);
    bool good = is_known(path, known) || refuse(path, known, problem, place);
    free(path);
    return good;
}
