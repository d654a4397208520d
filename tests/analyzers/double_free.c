/* What the analyzer has to find before its silence over server/ means something. */
#include <stdlib.h>

void free_twice(char *memory, int once);

void free_twice(char *memory, int once)
{
    if (!once)
        free(memory);
    free(memory);
}
