#pragma once

#include "domain/world/world.h"
#include "json/writer.h"

/* ClockRead: what the world's clock shows, and when something happens next. */
void write_clock(struct writer *writer, const char *name, const struct world *world);
