#include "json/fold.h"

#include "base/die.h"
#include "json/folded.h"
#include "json/jsonb.h"
#include "json/plain.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 100, MOST_DIGITS = 18 };

/* A member: its name as it came, and where it is in the text that is made, as `"name":value`. */
struct fold_member {
    const char *name;
    size_t name_size, begin, size;
};

/* What came stands in the text that is made as far as it can: `from` on it is not copied yet. */
struct folding {
    const char *from, *at, *end; /* of what is folded */
    struct fold_room *room;
    char *text; /* in the room, for as much: folding leaves out, and adds nothing */
    size_t size;
    size_t count; /* of members in the room: of the objects that are open, the outermost first */
    int depth;
};

static bool fold_value(struct folding *folding);

static void copy_on(struct folding *folding)
{
    size_t size = (size_t)(folding->at - folding->from);
    memcpy(folding->text + folding->size, folding->from, size);
    folding->size += size;
    folding->from = folding->at;
}

/* How long the text is, with what is not copied yet. */
static size_t size_of(const struct folding *folding)
{
    return folding->size + (size_t)(folding->at - folding->from);
}

static void leave_space_out(struct folding *folding)
{
    const char *after = after_space(folding->at);
    if (after == folding->at)
        return;
    copy_on(folding);
    folding->at = folding->from = after;
}

static bool next_is(struct folding *folding, char wanted)
{
    if ((unsigned char)*folding->at <= ' ')
        leave_space_out(folding);
    return *folding->at == wanted;
}

static bool take(struct folding *folding, char wanted)
{
    bool there = next_is(folding, wanted);
    folding->at += there;
    return there;
}

static bool go_to(struct folding *folding, const char *end)
{
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
    return *end == '"' && go_to(folding, end + 1);
}

static bool fold_number(struct folding *folding)
{
    const char *digits = folding->at + (*folding->at == '-');
    size_t count = strspn(digits, "0123456789");
    bool one_spelling =
        count > 0 && count <= MOST_DIGITS && (*digits != '0' || (count == 1 && digits == folding->at));
    return one_spelling && !strchr(".eE", digits[count]) && go_to(folding, digits + count);
}

static bool fold_word(struct folding *folding)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < 3; i++)
        if (strncmp(folding->at, words[i], strlen(words[i])) == 0)
            return go_to(folding, folding->at + strlen(words[i]));
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

/* The place of a new member in the room. */
static size_t member_begin(struct folding *folding, const char *name, const char *name_end)
{
    struct fold_room *room = folding->room;
    if (folding->count == room->member_count) {
        room->member_count = room->member_count ? 2 * room->member_count : 64;
        room->members = must_realloc(room->members, room->member_count * sizeof *room->members);
    }
    room->members[folding->count] =
        (struct fold_member){.name = name, .name_size = (size_t)(name_end - name), .begin = size_of(folding)};
    return folding->count++;
}

static bool fold_member(struct folding *folding)
{
    if (!next_is(folding, '"'))
        return false;
    const char *name = folding->at + 1, *end = run_end(folding, name);
    size_t place = member_begin(folding, name, end);
    if (*end != '"' || !go_to(folding, end + 1) || !take(folding, ':') || !fold_value(folding))
        return false;
    struct fold_member *member = &folding->room->members[place];
    member->size = size_of(folding) - member->begin;
    return true;
}

static int member_compare(const void *left, const void *right)
{
    const struct fold_member *a = left, *b = right;
    return jsonb_compare(a->name, a->name_size, b->name, b->name_size);
}

static bool in_order(const struct folding *folding, size_t first)
{
    const struct fold_member *members = folding->room->members;
    for (size_t i = first + 1; i < folding->count; i++)
        if (members[i - 1].name_size >= members[i].name_size &&
            member_compare(&members[i - 1], &members[i]) >= 0)
            return false;
    return true;
}

/* Writes the members again, in order; false where a name comes twice. */
static bool reorder(struct folding *folding, size_t first)
{
    copy_on(folding);
    struct fold_member *members = folding->room->members;
    size_t begin = members[first].begin, size = folding->size - begin;
    char *copy = must_strndup(folding->text + begin, size);
    qsort(&members[first], folding->count - first, sizeof *members, member_compare);
    bool unlike = in_order(folding, first);
    char *to = folding->text + begin;
    for (size_t i = first; i < folding->count; i++) {
        if (i > first)
            *to++ = ',';
        to = mempcpy(to, copy + members[i].begin - begin, members[i].size);
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
    if (next_is(folding, '"'))
        return fold_text(folding);
    if (*folding->at == '{')
        return fold_container(folding, '{', '}', fold_members);
    if (*folding->at == '[')
        return fold_container(folding, '[', ']', fold_items);
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
    struct folding folding = {.from = *text, .at = *text, .end = end, .room = room, .size = 1};
    folding.text = text_room_of(room, 1 + (size_t)(end - *text));
    *folding.text = FOLDED_MARK;
    if (!next_is(&folding, '{') || !fold_value(&folding))
        return NULL;
    copy_on(&folding);
    *text = folding.at;
    return json_folded(folding.text, folding.size);
}
