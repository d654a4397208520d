#include "json/fold.h"

#include "base/die.h"
#include "json/folded.h"
#include "json/jsonb.h"
#include "json/plain.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 100, MOST_DIGITS = 18 };

/* A member in the text that is made: `"name":value`. */
struct fold_member {
    size_t begin, name_size, size;
};

struct folding {
    const char *at, *end; /* of what is folded */
    struct fold_room *room;
    char *text; /* in the room, for as much: folding leaves out, and adds nothing */
    size_t size;
    size_t count; /* of members in the room: of the objects that are open, the outermost first */
    int depth;
};

static bool fold_value(struct folding *folding);

static bool next_is(struct folding *folding, char wanted)
{
    folding->at = after_space(folding->at);
    return *folding->at == wanted;
}

static bool take(struct folding *folding, char wanted)
{
    if (!next_is(folding, wanted))
        return false;
    folding->at++;
    folding->text[folding->size++] = wanted;
    return true;
}

static bool copy_to(struct folding *folding, const char *end)
{
    size_t size = (size_t)(end - folding->at);
    memcpy(folding->text + folding->size, folding->at, size);
    folding->size += size;
    folding->at = end;
    return true;
}

/* The end of a run of letters that stand for themselves, here and when printed. */
static const char *run_end(const struct folding *folding, const char *at)
{
    return plain_end(at, folding->end, true);
}

static bool fold_text(struct folding *folding)
{
    const char *end = run_end(folding, folding->at + 1);
    while (*end == '\\' && end[1] && strchr("\"\\bfnrt", end[1]))
        end = run_end(folding, end + 2);
    return *end == '"' && copy_to(folding, end + 1);
}

static bool fold_number(struct folding *folding)
{
    const char *digits = folding->at + (*folding->at == '-');
    size_t count = strspn(digits, "0123456789");
    bool one_spelling =
        count > 0 && count <= MOST_DIGITS && (*digits != '0' || (count == 1 && digits == folding->at));
    return one_spelling && !strchr(".eE", digits[count]) && copy_to(folding, digits + count);
}

static bool fold_word(struct folding *folding)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < 3; i++)
        if (strncmp(folding->at, words[i], strlen(words[i])) == 0)
            return copy_to(folding, folding->at + strlen(words[i]));
    return false;
}

static bool fold_items(struct folding *folding)
{
    do
        if (!fold_value(folding))
            return false;
    while (take(folding, ','));
    return take(folding, ']');
}

static void member_add(struct folding *folding, struct fold_member member)
{
    struct fold_room *room = folding->room;
    if (folding->count == room->member_count) {
        room->member_count = room->member_count ? 2 * room->member_count : 64;
        room->members = must_realloc(room->members, room->member_count * sizeof *room->members);
    }
    room->members[folding->count++] = member;
}

static bool fold_member(struct folding *folding)
{
    if (!next_is(folding, '"'))
        return false;
    const char *end = run_end(folding, folding->at + 1);
    size_t place = folding->count, begin = folding->size;
    member_add(folding, (struct fold_member){.begin = begin, .name_size = (size_t)(end - folding->at - 1)});
    if (*end != '"' || !copy_to(folding, end + 1) || !take(folding, ':') || !fold_value(folding))
        return false;
    folding->room->members[place].size = folding->size - begin;
    return true;
}

static int member_compare(const void *left, const void *right, void *text)
{
    const struct fold_member *a = left, *b = right;
    const char *base = text;
    return jsonb_compare(base + a->begin + 1, a->name_size, base + b->begin + 1, b->name_size);
}

static bool in_order(const struct folding *folding, size_t first)
{
    for (size_t i = first + 1; i < folding->count; i++)
        if (member_compare(&folding->room->members[i - 1], &folding->room->members[i], folding->text) >= 0)
            return false;
    return true;
}

/* Writes the members again, in order; false where a name comes twice. */
static bool reorder(struct folding *folding, size_t first)
{
    size_t begin = folding->room->members[first].begin, size = folding->size - begin;
    char *copy = must_strndup(folding->text + begin, size);
    qsort_r(&folding->room->members[first], folding->count - first, sizeof *folding->room->members,
            member_compare, folding->text);
    bool unlike = in_order(folding, first);
    char *to = folding->text + begin;
    for (size_t i = first; i < folding->count; i++) {
        if (i > first)
            *to++ = ',';
        to = mempcpy(to, copy + folding->room->members[i].begin - begin, folding->room->members[i].size);
    }
    free(copy);
    return unlike;
}

static bool fold_members(struct folding *folding)
{
    size_t first = folding->count;
    do
        if (!fold_member(folding))
            return false;
    while (take(folding, ','));
    bool settled = in_order(folding, first) || reorder(folding, first);
    folding->count = first;
    return settled && take(folding, '}');
}

static bool fold_container(struct folding *folding, char begin, char end,
                           bool (*fold_parts)(struct folding *))
{
    if (++folding->depth > DEEPEST)
        return false;
    bool folded = take(folding, begin) && (take(folding, end) || fold_parts(folding));
    folding->depth--;
    return folded;
}

static bool fold_value(struct folding *folding)
{
    if (next_is(folding, '{'))
        return fold_container(folding, '{', '}', fold_members);
    if (*folding->at == '[')
        return fold_container(folding, '[', ']', fold_items);
    if (*folding->at == '"')
        return fold_text(folding);
    return fold_word(folding) || fold_number(folding);
}

void fold_room_free(struct fold_room *room)
{
    free(room->text);
    free(room->members);
}

static char *text_room_of(struct fold_room *room, size_t size)
{
    if (room->text_size < size) {
        free(room->text);
        room->text = must_alloc(size);
        room->text_size = size;
    }
    return room->text;
}

json_t *json_fold(struct fold_room *room, const char **text, const char *end)
{
    struct folding folding = {.at = *text, .end = end, .room = room, .size = 1};
    folding.text = text_room_of(room, 1 + (size_t)(end - *text));
    *folding.text = FOLDED_MARK;
    if (!next_is(&folding, '{') || !fold_value(&folding))
        return NULL;
    *text = folding.at;
    return json_folded(folding.text, folding.size);
}
