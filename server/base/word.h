#pragma once

#include <stddef.h>

/* The place of a word in a table whose rows begin with their words (or are nothing else). Rows without a word
 * (NULL) are passed over. */

/* The table's size where it has no such word. */
size_t word_place(const void *rows, size_t count, size_t row_size, const char *word);
#define WORD_PLACE(table, word) word_place(table, sizeof(table) / sizeof *(table), sizeof *(table), word)

/* For words that were checked before, or that we stored: another one ends the program. */
size_t word_known(const void *rows, size_t count, size_t row_size, const char *word);
#define WORD_KNOWN(table, word) word_known(table, sizeof(table) / sizeof *(table), sizeof *(table), word)
