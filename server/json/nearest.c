#include "json/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { LONGEST_NAME = 64 };

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned least_of_two = a < b ? a : b;
    return least_of_two < c ? least_of_two : c;
}

static bool alike(char left, char right)
{
    return tolower((unsigned char)left) == tolower((unsigned char)right);
}

/* Characters to insert, delete, replace or swap with their neighbour, whatever their case. */
static unsigned edit_distance(const char *left, const char *right)
{
    unsigned rows[3][LONGEST_NAME + 1];
    unsigned *before = rows[0], *above = rows[1], *row = rows[2];
    size_t width = strlen(right);
    for (size_t j = 0; j <= width; j++)
        above[j] = (unsigned)j;
    for (size_t i = 1; left[i - 1]; i++) {
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= width; j++) {
            row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + !alike(left[i - 1], right[j - 1]));
            if (i > 1 && j > 1 && alike(left[i - 1], right[j - 2]) && alike(left[i - 2], right[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1, row[j]);
        }
        unsigned *spare = before;
        before = above, above = row, row = spare;
    }
    return above[width];
}

const char *nearest_name(const char *name, const char *const *known)
{
    const char *nearest = NULL;
    size_t length = strlen(name);
    unsigned limit = 1 + (unsigned)length / 4, best = limit + 1;
    if (length > LONGEST_NAME)
        return NULL;
    for (; *known; known++) {
        unsigned distance = strlen(*known) > LONGEST_NAME ? best : edit_distance(name, *known);
        if (distance < best) {
            best = distance;
            nearest = *known;
        }
    }
    return nearest;
}
