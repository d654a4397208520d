#pragma once

#include "base/rng.h"

#include <stdbool.h>

enum { UUID_TEXT = 37 }; /* 36 characters and the NUL */

struct uuid {
    char text[UUID_TEXT]; /* lower-case */
};

/* A random (version 4) one. */
struct uuid uuid_new(struct rng *rng);

/* True for 8-4-4-4-12 hexadecimal digits, in either case. */
bool uuid_valid(const char *text);

/* True where 36 bytes are one in lower case, whatever follows. */
bool uuid_lower(const char *bytes);
