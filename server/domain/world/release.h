#pragma once

#include <stdbool.h>

struct schema_library;

/* The releases of release.def, oldest first. */
enum release {
#define RELEASE(ID, ...) RELEASE_##ID,
#include "domain/world/release.def"
#undef RELEASE
    RELEASES
};

/* What --airbyte calls it: "2.0"; and the whole version that it says of itself. */
const char *release_name(enum release release);
const char *release_version(enum release release);

/* True where all errors but known conflicts are {"errorId"}. */
bool release_hides_errors(enum release release);

/* True where a discovery proposes modes by cursor and key, and selects no more than is suggested. */
bool release_picks_streams(enum release release);

/* What it amends of the shapes: a text of the build, NULL for the oldest. */
const char *release_amendments(enum release release);

/* The release of that name; RELEASES where there is none. */
enum release release_find(const char *name);

/* The shapes of all releases. Those of one are laid out when they are first asked for. */
struct release_shapes {
    struct schema_library *libraries[RELEASES];
};

/* Borrowed. */
struct schema_library *release_shapes_of(struct release_shapes *shapes, enum release release);
void release_shapes_free(struct release_shapes *shapes);
