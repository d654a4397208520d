#pragma once

#include <jansson.h>

/* Who keeps a connector going, by the stage that its definition (a read) says it is in. */
const char *support_level(const json_t *definition);
