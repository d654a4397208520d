#include "sandbox/forgotten.h"

#include <stdlib.h>

void forgotten_clear(struct forgotten *forgotten)
{
    free(forgotten->names);
    *forgotten = (struct forgotten){.world = forgotten->world};
}
