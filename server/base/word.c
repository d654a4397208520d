#include "base/word.h"

#include "base/die.h"

#include <string.h>

static const char *word_at(const void *rows, size_t row_size, size_t place)
{
    const char *word;
    memcpy(&word, (const char *)rows + place * row_size, sizeof word);
    return word;
}

size_t word_place(const void *rows, size_t count, size_t row_size, const char *word)
{
    for (size_t place = 0; place < count; place++) {
        const char *known = word_at(rows, row_size, place);
        if (known && strcmp(known, word) == 0)
            return place;
    }
    return count;
}

size_t word_known(const void *rows, size_t count, size_t row_size, const char *word)
{
    size_t place = word_place(rows, count, row_size, word);
    if (place == count)
        die("no word that is known here: %s", word);
    return place;
}
