#pragma once

#include <jansson.h>
#include <stdbool.h>

/*
 * A discovered catalogue ({"streams": [...]}, borrowed) changed as a plan's discovery says: removeStream,
 * addField {"stream", "field", "type"}, removeField. New reference. NULL with a new text in *complaint where
 * a stream or field that it names is not there, or is there already.
 */
json_t *catalog_changed(const json_t *catalog, const json_t *plan, char **complaint);

/* True where a plan's discovery changes what the connector finds by itself. */
bool catalog_change_planned(const json_t *plan);
