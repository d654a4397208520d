#pragma once

#include <jansson.h>
#include <stddef.h>

/* A JSON string of bytes that came from outside: those that are no UTF-8 are replaced. New reference. */
json_t *readable(const char *bytes, size_t size);
