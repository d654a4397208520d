#include "domain/world/release.h"

#include "base/asset.h"
#include "base/die.h"
#include "json/schema/schema.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *version;
    bool hides_errors, picks_streams;
} releases[] = {
#define RELEASE(ID, NAME, VERSION, HIDES_ERRORS, PICKS_STREAMS) {NAME, VERSION, HIDES_ERRORS, PICKS_STREAMS},
#include "domain/world/release.def"
#undef RELEASE
};

const char *release_name(enum release release)
{
    return releases[release].name;
}

const char *release_version(enum release release)
{
    return releases[release].version;
}

bool release_hides_errors(enum release release)
{
    return releases[release].hides_errors;
}

bool release_picks_streams(enum release release)
{
    return releases[release].picks_streams;
}

enum release release_find(const char *name)
{
    enum release release = 0;
    while (release < RELEASES && strcmp(releases[release].name, name) != 0)
        release++;
    return release;
}

static void add_folder(struct schema_library *library, const char *folder,
                       void (*add)(struct schema_library *library, const char *text))
{
    for (const struct asset *asset = NULL; (asset = asset_next(asset, folder));)
        add(library, (const char *)asset->begin);
}

const char *release_amendments(enum release release)
{
    char *name = must_printf("schema/releases/%s.json", release_name(release));
    const struct asset *asset = asset_find(name);
    free(name);
    return asset ? (const char *)asset->begin : NULL;
}

/* Later releases have shapes that the public API has, too: theirs count in the Config API. */
static struct schema_library *lay_out(enum release last)
{
    struct schema_library *library = schema_library_new();
    add_folder(library, "schema/api/", schema_library_add);
    add_folder(library, "schema/control/", schema_library_add);
    for (enum release release = 1; release <= last; release++)
        schema_library_amend(library, release_amendments(release));
    add_folder(library, "schema/public/", last ? schema_library_fill : schema_library_add);
    return library;
}

struct schema_library *release_shapes_of(struct release_shapes *shapes, enum release release)
{
    struct schema_library **library = &shapes->libraries[release];
    if (!*library)
        *library = lay_out(release);
    return *library;
}

void release_shapes_free(struct release_shapes *shapes)
{
    for (enum release release = 0; release < RELEASES; release++)
        schema_library_free(shapes->libraries[release]);
}
