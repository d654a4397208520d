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

/* What came stands in the text that is made as far as it can: `from` on it is not copied yet. Functions take
 * where they are, and give where they end, or NULL for what is not to be folded. */
struct folding {
    const char *from, *end; /* of what is folded */
    struct fold_room *room;
    char *text; /* in the room, for as much: folding leaves out, and adds nothing */
    size_t size;
    size_t count; /* of members in the room: of the objects that are open, the outermost first */
    int depth;
};

static const char *fold_value(struct folding *folding, const char *at);

static void copy_to(struct folding *folding, const char *at)
{
    size_t size = (size_t)(at - folding->from);
    memcpy(folding->text + folding->size, folding->from, size);
    folding->size += size;
    folding->from = at;
}

/* How long the text is, with what is not copied yet. */
static size_t size_at(const struct folding *folding, const char *at)
{
    return folding->size + (size_t)(at - folding->from);
}

static const char *leave_space_out(struct folding *folding, const char *at)
{
    copy_to(folding, at);
    return folding->from = after_space(at);
}

/* Where white space ends, which is left out. */
static inline const char *next(struct folding *folding, const char *at)
{
    return (unsigned char)*at <= ' ' ? leave_space_out(folding, at) : at;
}

/* Behind that letter, or NULL. */
static inline const char *behind(struct folding *folding, const char *at, char letter)
{
    at = next(folding, at);
    return *at == letter ? at + 1 : NULL;
}

/* The end of a run of letters that stand for themselves, here and when printed. */
static const char *run_end(const struct folding *folding, const char *at)
{
    return plain_end(at, folding->end, true);
}

static const char *fold_text(const struct folding *folding, const char *at)
{
    at = run_end(folding, at + 1);
    while (*at == '\\' && at[1] && strchr("\"\\bfnrt", at[1]))
        at = run_end(folding, at + 2);
    return *at == '"' ? at + 1 : NULL;
}

static const char *fold_number(const char *at)
{
    const char *digits = at + (*at == '-');
    size_t count = strspn(digits, "0123456789");
    bool one_spelling = count > 0 && count <= MOST_DIGITS && (*digits != '0' || (count == 1 && digits == at));
    return one_spelling && !strchr(".eE", digits[count]) ? digits + count : NULL;
}

static const char *fold_scalar(const char *at)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < 3; i++)
        if (strncmp(at, words[i], strlen(words[i])) == 0)
            return at + strlen(words[i]);
    return fold_number(at);
}

static const char *fold_items(struct folding *folding, const char *at)
{
    for (;;) {
        at = fold_value(folding, at);
        if (!at)
            return NULL;
        at = next(folding, at);
        if (*at != ',')
            return *at == ']' ? at + 1 : NULL;
        at++;
    }
}

/* The place of a new member in the room. */
static size_t member_begin(struct folding *folding, const char *name, const char *name_end)
{
    struct fold_room *room = folding->room;
    if (folding->count == room->member_count) {
        room->member_count = room->member_count ? 2 * room->member_count : 64;
        room->members = must_realloc(room->members, room->member_count * sizeof *room->members);
    }
    room->members[folding->count] = (struct fold_member){
        .name = name, .name_size = (size_t)(name_end - name), .begin = size_at(folding, name - 1)};
    return folding->count++;
}

static const char *fold_member(struct folding *folding, const char *at)
{
    at = next(folding, at);
    if (*at != '"')
        return NULL;
    const char *end = run_end(folding, at + 1);
    size_t place = member_begin(folding, at + 1, end);
    at = *end == '"' ? behind(folding, end + 1, ':') : NULL;
    at = at ? fold_value(folding, at) : NULL;
    if (!at)
        return NULL;
    struct fold_member *member = &folding->room->members[place];
    member->size = size_at(folding, at) - member->begin;
    return at;
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

/* Writes the members, which end there, again, in order; false where a name comes twice. */
static bool reorder(struct folding *folding, size_t first, const char *at)
{
    copy_to(folding, at);
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

static const char *fold_members(struct folding *folding, const char *at)
{
    size_t first = folding->count;
    for (;; at++) {
        at = fold_member(folding, at);
        if (!at)
            return NULL;
        at = next(folding, at);
        if (*at != ',')
            break;
    }
    bool settled = *at == '}' && (in_order(folding, first) || reorder(folding, first, at));
    folding->count = first;
    return settled ? at + 1 : NULL;
}

static const char *fold_container(struct folding *folding, const char *at, char end,
                                  const char *(*fold_parts)(struct folding *, const char *))
{
    if (++folding->depth > DEEPEST)
        return NULL;
    at = next(folding, at + 1);
    at = *at == end ? at + 1 : fold_parts(folding, at);
    folding->depth--;
    return at;
}

static const char *fold_value(struct folding *folding, const char *at)
{
    at = next(folding, at);
    switch (*at) {
    case '"':
        return fold_text(folding, at);
    case '{':
        return fold_container(folding, at, '}', fold_members);
    case '[':
        return fold_container(folding, at, ']', fold_items);
    default:
        return fold_scalar(at);
    }
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
    struct folding folding = {.from = *text, .end = end, .room = room, .size = 1};
    folding.text = text_room_of(room, 1 + (size_t)(end - *text));
    *folding.text = FOLDED_MARK;
    const char *at = next(&folding, *text);
    at = *at == '{' ? fold_value(&folding, at) : NULL;
    if (!at)
        return NULL;
    copy_to(&folding, at);
    *text = at;
    return json_folded(folding.text, folding.size);
}
