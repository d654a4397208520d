#pragma once

#include <jansson.h>
#include <stdbool.h>

/* Where folding works, kept from one object to the next; start with {0}. */
struct fold_room {
    char *text;
    size_t text_size;
    struct fold_member *members;
    size_t member_count;
};

void fold_room_free(struct fold_room *room);

/*
 * Folds (json/folded.h) the object that begins at *text, and moves *text behind it; a NUL is at `end`. NULL,
 * and *text as it was, for what has to be a tree to be kept right: faults, names that come twice, numbers and
 * letters with more than one spelling. New reference.
 */
json_t *json_fold(struct fold_room *room, const char **text, const char *end);
