/*
 * fakebyte-zones ZONEINFO FILE: writes what base/zone.c reads (base/zones.txt of the tree), from a directory
 * of compiled time zones (TZif, RFC 8536). The release first, then one line for each set of zones that agree
 * since the year 2000:
 *
 *     id,id... rule first when:offset when:offset ...
 *
 * `first` is the offset (seconds east of UTC) when that year began, `rule` the POSIX rule from the last
 * change on. Changes at the end that the rule gives as well are left out, which is nearly all of them.
 */
#include "base/die.h"
#include "base/file.h"
#include "base/zone_rule.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DAY_SECONDS = 86400, YEAR_2000 = 946684800, HEADER = 44, TYPE = 6 };

struct bytes {
    unsigned char *at;
    size_t size;
};

/* Counts of a TZif header, in its order. */
struct header {
    size_t is_utc, is_standard, leap, time, type, chars;
};

struct step {
    int64_t when;
    int offset;
};

struct history {
    int first;
    size_t count;
    struct step *steps;
    char *rule;
};

struct line {
    char *id;
    char *facts;
};

struct lines {
    size_t count;
    struct line *at;
};

static struct bytes read_all(const char *path)
{
    struct bytes bytes = {0};
    bytes.at = (unsigned char *)file_read(path, &bytes.size);
    if (!bytes.at)
        die("%s: %s", path, strerror(errno));
    return bytes;
}

static int64_t big_endian(const unsigned char *at, int size)
{
    uint64_t number = 0;
    for (int i = 0; i < size; i++)
        number = number << 8 | at[i];
    return size == 4 ? (int32_t)(uint32_t)number : (int64_t)number;
}

static struct header read_header(const unsigned char *at)
{
    size_t counts[6];
    for (size_t i = 0; i < 6; i++)
        counts[i] = (size_t)big_endian(at + 20 + 4 * i, 4);
    return (struct header){counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

static size_t body_size(const struct header *header, size_t width)
{
    return header->time * (width + 1) + header->type * TYPE + header->chars + header->leap * (width + 4) +
           header->is_standard + header->is_utc;
}

static void add_step(struct history *history, int64_t when, int offset)
{
    int before = history->count ? history->steps[history->count - 1].offset : history->first;
    if (when < YEAR_2000)
        history->first = offset;
    if (when < YEAR_2000 || offset == before)
        return;
    history->steps = must_realloc(history->steps, (history->count + 1) * sizeof *history->steps);
    history->steps[history->count++] = (struct step){when, offset};
}

/* The second part of the file, which has times of 64 bits and the rule. */
static struct history read_history(const unsigned char *at, const struct header *header)
{
    const unsigned char *indices = at + 8 * header->time, *types = indices + header->time;
    struct history history = {.first = (int)big_endian(types, 4)};
    for (size_t i = 0; i < header->time; i++)
        add_step(&history, big_endian(at + 8 * i, 8), (int)big_endian(types + (size_t)TYPE * indices[i], 4));
    const char *rule = (const char *)at + body_size(header, 8) + 1;
    history.rule = must_strndup(rule, strcspn(rule, "\n"));
    return history;
}

static struct history read_zone(const char *path, const struct bytes *bytes)
{
    struct header old = read_header(bytes->at);
    size_t start = HEADER + body_size(&old, 4);
    if (bytes->at[4] < '2' || bytes->size < start + HEADER)
        die("%s has no times of 64 bits", path);
    struct header header = read_header(bytes->at + start);
    if (bytes->size < start + HEADER + body_size(&header, 8) + 2 || bytes->at[bytes->size - 1] != '\n')
        die("%s is cut off", path);
    return read_history(bytes->at + start + HEADER, &header);
}

static bool rule_holds(const struct zone_rule *rule, int64_t from, int64_t to, int offset)
{
    for (int64_t when = from; when < to; when += DAY_SECONDS)
        if (zone_rule_offset(rule, when) != offset)
            return false;
    return zone_rule_offset(rule, to - 1) == offset;
}

/* Leaves out the steps that the rule gives as well. */
static void trim(struct history *history, const struct zone_rule *rule)
{
    while (history->count > 0) {
        const struct step *last = &history->steps[history->count - 1];
        int64_t from = history->count > 1 ? last[-1].when : YEAR_2000;
        int before = history->count > 1 ? last[-1].offset : history->first;
        if (zone_rule_offset(rule, last->when) != last->offset || !rule_holds(rule, from, last->when, before))
            return;
        history->count--;
    }
}

/* The line of a zone without its id; a new text. */
static char *facts_of(const char *path, const struct bytes *bytes)
{
    char *text = NULL;
    size_t size = 0;
    struct zone_rule rule;
    struct history history = read_zone(path, bytes);
    if (!zone_rule_parse(&rule, history.rule))
        die("%s: the rule %s", path, history.rule);
    trim(&history, &rule);
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        die("out of memory");
    fprintf(stream, "%s %d", history.rule, history.first);
    for (size_t i = 0; i < history.count; i++)
        fprintf(stream, " %lld:%d", (long long)history.steps[i].when, history.steps[i].offset);
    fclose(stream);
    free(history.steps);
    free(history.rule);
    return text;
}

static void add_file(struct lines *lines, const char *path, const char *id)
{
    struct bytes bytes = read_all(path);
    if (bytes.size > HEADER && memcmp(bytes.at, "TZif", 4) == 0) {
        lines->at = must_realloc(lines->at, (lines->count + 1) * sizeof *lines->at);
        lines->at[lines->count++] = (struct line){must_strdup(id), facts_of(path, &bytes)};
    }
    free(bytes.at);
}

/* Zones and their folders begin with a capital; posix/, right/, localtime and the tables do not. */
static int is_zone(const struct dirent *entry)
{
    return isupper((unsigned char)*entry->d_name) && strcmp(entry->d_name, "Factory") != 0;
}

static void add_below(struct lines *lines, const char *folder, const char *prefix)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_zone, alphasort);
    if (count < 0)
        die("%s: %s", folder, strerror(errno));
    for (int i = 0; i < count; i++) {
        struct stat status;
        char *path = must_printf("%s/%s", folder, entries[i]->d_name);
        char *id = must_printf("%s%s", prefix, entries[i]->d_name);
        char *inner = must_printf("%s/", id);
        if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
            add_below(lines, path, inner);
        else
            add_file(lines, path, id);
        free(inner);
        free(id);
        free(path);
        free(entries[i]);
    }
    free(entries);
}

static int by_facts(const void *one, const void *other)
{
    const struct line *a = one, *b = other;
    int order = strcmp(a->facts, b->facts);
    return order ? order : strcmp(a->id, b->id);
}

/* "# tzdata 2023c", as tzdata.zi says in its first line. */
static void write_release(const char *folder, FILE *file)
{
    char *path = must_printf("%s/tzdata.zi", folder);
    struct bytes bytes = read_all(path);
    static const char before[] = "# version ";
    if (bytes.size < sizeof before || memcmp(bytes.at, before, sizeof before - 1) != 0)
        die("%s does not begin with a version", path);
    const char *release = (const char *)bytes.at + sizeof before - 1;
    fprintf(file, "# tzdata %.*s\n", (int)strcspn(release, "\n"), release);
    free(bytes.at);
    free(path);
}

static void write_lines(const struct lines *lines, FILE *file)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->at[i];
        bool ends = i + 1 == lines->count || strcmp(line->facts, line[1].facts) != 0;
        fputs(line->id, file);
        if (ends)
            fprintf(file, " %s\n", line->facts);
        else
            fputc(',', file);
    }
}

int main(int count, char **arguments)
{
    struct lines lines = {0};
    if (count != 3)
        die("usage: fakebyte-zones ZONEINFO FILE");
    add_below(&lines, arguments[1], "");
    if (lines.count == 0)
        die("%s holds no time zones", arguments[1]);
    qsort(lines.at, lines.count, sizeof *lines.at, by_facts);
    FILE *file = fopen(arguments[2], "w");
    if (!file)
        die("%s: %s", arguments[2], strerror(errno));
    write_release(arguments[1], file);
    write_lines(&lines, file);
    if (fclose(file) != 0)
        die("%s: %s", arguments[2], strerror(errno));
    for (size_t i = 0; i < lines.count; i++) {
        free(lines.at[i].id);
        free(lines.at[i].facts);
    }
    free(lines.at);
    return 0;
}
