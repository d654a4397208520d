#pragma once

#include <jansson.h>

/* Of the nettle that is linked at run time: "3.8". New reference. */
json_t *token_library_version(void);
