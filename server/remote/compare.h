#pragma once

#include "remote/cassette.h"
#include "remote/conversation.h"

/* What a comparison comes to. */
struct comparison {
    json_t *differences; /* {"METHOD path pointer": {"what", "count"}}: of equal ones, the first is told */
    size_t asked, differing; /* questions */
};

/* Asks another server (the fake) what a cassette asked, and compares the answers. False with a new text in
 * *error where it cannot be asked. The comparison is to be freed in any case. */
bool compare_run(struct comparison *comparison, const struct cassette *cassette,
                 struct conversation *conversation, char **error);
void comparison_free(struct comparison *comparison);

/* A line for each difference, with the operation that it is in; a new text. */
char *comparison_text(const struct comparison *comparison);
