#pragma once

#include "domain/world/world.h"

/*
 * Whether a store that was kept in a file is as we write them: its pages and indexes fit together, what is
 * JSON is JSON, keys lead somewhere, columns say what their documents say, words are those we know. Bytes
 * that went wrong within a text that means nothing to us are not seen. What is wrong, a new text; NULL for
 * nothing. Takes as long as to read the file twice, and rests where the store is given to work; where that is
 * called off it ends early, and says nothing.
 */
char *soundness_complaint(struct world *world);
