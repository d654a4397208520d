#pragma once

#include <jansson.h>
#include <stdbool.h>

/*
 * An object that is only passed on can stay the text it came as, instead of a tree of a thousand values: it
 * is folded. Its text is what json_in_jsonb_order() would print. To jansson it is a string that begins with a
 * byte no other does; the checker takes it for the object it is, printing prints its text.
 * Whoever looks inside unfolds it first.
 */
bool json_is_folded(const json_t *value);

/* The tree of a folded value, or the value itself where it is not folded. New reference. */
json_t *json_unfolded(const json_t *value);

/* The text of a folded value; borrowed, with its size. */
const char *json_folded_text(const json_t *value, size_t *size);

/* Where folding works, kept from one object to the next; start with {0}. */
struct fold_room {
    char *text;
    size_t text_size;
    struct fold_member *members;
    size_t member_count;
};

void fold_room_free(struct fold_room *room);

/*
 * Folds the object that begins at *text, and moves *text behind it; a NUL is at `end`. NULL, and *text as it
 * was, for what has to be a tree to be kept right: faults, names that come twice, numbers and letters with
 * more than one spelling. New reference.
 */
json_t *json_fold(struct fold_room *room, const char **text, const char *end);
