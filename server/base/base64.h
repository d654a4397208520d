#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Decodes base64 (RFC 4648, padding optional) into `bytes`, NUL-terminated; false where it is none or does
 * not fit. */
bool base64_decode(const char *text, char *bytes, size_t room);

/* With padding; a new text. */
char *base64_encode(const char *bytes, size_t size);
