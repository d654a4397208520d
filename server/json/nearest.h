#pragma once

/* The nearest of `known` (NULL-ended) to a mistyped name, by edit distance, whatever the case; NULL where
 * none none is near. Borrowed. */
const char *nearest_name(const char *name, const char *const *known);
