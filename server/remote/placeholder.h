#pragma once

#include <jansson.h>

/*
 * Puts made-up values in the place of secrets that a server masks, in place: what the specification (a
 * connectionSpecification; NULL where it is not known) allows there: its constant, default or example, a
 * plain word, or what its pattern takes. One for which nothing fits keeps its mask.
 */
void placeholders_fill(const json_t *specification, json_t *configuration);
