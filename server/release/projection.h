#pragma once

#include "domain/world/world.h"

/*
 * A reply as the world's release has it (release.def): what the release adds is added (members.def), words
 * that it has not are said as it says them (words.def), and what it does not name is left out. `document` is
 * the text of a reply, or of a part of one, of that shape. A new text.
 */
char *projection_of(struct world *world, const char *shape, const char *document, size_t size);
