#pragma once

#include <stdbool.h>

/*
 * True for a name that secrets go by, of a property, a header or a parameter: whatever a public connector's
 * specification declares secret somewhere, and the usual words in any spelling (api_key, X-Auth-Token,
 * dbPassword). For places where no specification says what is secret.
 */
bool secret_name(const char *name);

/* True for those of them that stand for themselves, whatever their value is: not "credentials", which may be
 * an object with more than secrets in it. */
bool secret_name_whole(const char *name);
