#include "base/zone.h"

#include "base/asset.h"
#include "base/die.h"
#include "base/zone_rule.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_SECONDS = 86400, YEAR_2000 = 946684800 };

struct zone_step {
    int64_t when;
    int offset; /* from then on */
};

/* `first` holds until the first step, `rule` from the last one on. */
struct zone {
    struct zone_rule rule;
    int first;
    size_t count;
    struct zone_step *steps;
};

static bool has_shape(const char *text, const char *shape)
{
    for (; *shape; shape++, text++)
        if (*shape == '0' ? !isdigit((unsigned char)*text) : *text != *shape)
            return false;
    return !*text;
}

static bool read_fixed(const char *id, int *offset)
{
    static const char *const shapes[] = {"00", "00:00", "00:00:00", "0000", "000000"};
    int digits = 0, parts[3] = {0};
    bool fits = false;
    if (*id != '+' && *id != '-')
        return false;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        fits = fits || has_shape(id + 1, shapes[i]);
    for (const char *at = id + 1; fits && *at; at++)
        if (*at != ':') {
            parts[digits / 2] = parts[digits / 2] * 10 + (*at - '0');
            digits++;
        }
    *offset = (*id == '-' ? -1 : 1) * (parts[0] * 3600 + parts[1] * 60 + parts[2]);
    return fits && parts[0] < 24 && parts[1] < 60 && parts[2] < 60;
}

static bool line_is_of(const char *line, const char *id)
{
    size_t size = strlen(id), name = strcspn(line, ", ");
    while (line[name] == ',' && (name != size || memcmp(line, id, size) != 0)) {
        line += name + 1;
        name = strcspn(line, ", ");
    }
    return name == size && memcmp(line, id, size) == 0;
}

/* A line is "id,id... rule first when:offset when:offset ...", or begins with '#'. */
static const char *find_line(const char *id)
{
    const struct asset *asset = asset_find("server/base/zones.txt");
    if (!asset)
        die("no time zones in this program");
    const char *line = (const char *)asset->begin;
    while (*line && !line_is_of(line, id)) {
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    return *line ? line : NULL;
}

static void read_steps(struct zone *zone, const char *at)
{
    char *end;
    zone->first = (int)strtol(at, &end, 10);
    for (; *end == ' '; zone->count++) {
        zone->steps = must_realloc(zone->steps, (zone->count + 1) * sizeof *zone->steps);
        zone->steps[zone->count].when = strtoll(end, &end, 10);
        zone->steps[zone->count].offset = (int)strtol(end + 1, &end, 10);
    }
}

static struct zone *read_line(const char *line)
{
    struct zone *zone = must_zalloc(sizeof *zone);
    const char *rule = line + strcspn(line, " ") + 1;
    size_t size = strcspn(rule, " ");
    char *text = must_strndup(rule, size);
    if (!zone_rule_parse(&zone->rule, text))
        die("a time zone with the rule %s", text);
    free(text);
    read_steps(zone, rule + size);
    return zone;
}

struct zone *zone_open(const char *id)
{
    int offset;
    if (read_fixed(id, &offset)) {
        struct zone *zone = must_zalloc(sizeof *zone);
        zone->rule.standard = offset;
        return zone;
    }
    const char *line = isupper((unsigned char)*id) ? find_line(id) : NULL;
    return line ? read_line(line) : NULL;
}

void zone_free(struct zone *zone)
{
    if (zone)
        free(zone->steps);
    free(zone);
}

int zone_offset(const struct zone *zone, int64_t when)
{
    if (when < YEAR_2000)
        when = YEAR_2000;
    if (zone->count == 0 || when >= zone->steps[zone->count - 1].when)
        return zone_rule_offset(&zone->rule, when);
    int offset = zone->first;
    for (size_t i = 0; zone->steps[i].when <= when; i++)
        offset = zone->steps[i].offset;
    return offset;
}

/* The two moments that may read `local`, by the offsets of the day before and the day after: changes are
 * never that close to each other. */
struct candidates {
    int64_t early;
    int64_t late;
};

static struct candidates candidates_of(const struct zone *zone, int64_t local)
{
    int before = zone_offset(zone, local - DAY_SECONDS), after = zone_offset(zone, local + DAY_SECONDS);
    return before > after ? (struct candidates){local - before, local - after}
                          : (struct candidates){local - after, local - before};
}

static bool reads(const struct zone *zone, int64_t when, int64_t local)
{
    return when + zone_offset(zone, when) == local;
}

int64_t zone_from_local(const struct zone *zone, int64_t local)
{
    struct candidates may = candidates_of(zone, local);
    return reads(zone, may.early, local) ? may.early : may.late;
}

int64_t zone_from_local_latest(const struct zone *zone, int64_t local)
{
    struct candidates may = candidates_of(zone, local);
    return reads(zone, may.late, local) || !reads(zone, may.early, local) ? may.late : may.early;
}

int64_t zone_past_gap(const struct zone *zone, int64_t local)
{
    struct candidates may = candidates_of(zone, local);
    if (reads(zone, may.early, local) || reads(zone, may.late, local))
        return local;
    int before = zone_offset(zone, may.early);
    while (may.late - may.early > 1) {
        int64_t middle = may.early + (may.late - may.early) / 2;
        *(zone_offset(zone, middle) == before ? &may.early : &may.late) = middle;
    }
    return may.late + zone_offset(zone, may.late);
}
