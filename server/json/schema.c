#include "json/schema.h"

#include <stdlib.h>

void schema_faults_free(struct schema_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        free(faults->items[i].path);
        free(faults->items[i].message);
        json_decref(faults->items[i].value);
    }
    free(faults->items);
    *faults = (struct schema_faults){0};
}
