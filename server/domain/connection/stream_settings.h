#pragma once

#include "domain/world/world.h"

/*
 * Streams as the public API configures them: one word for source and destination mode, cursor and key that
 * are filled in from what the source defines, and rules of its own
 * (docs/behaviour/public-api.md#connections).
 */

/* The word for a pair of modes, or NULL for a pair that has none. */
const char *stream_mode_named(const char *source_mode, const char *destination_mode);

/* The pair behind a word; both stay as they are for what is none. */
void stream_mode_read(const char *word, const char **source_mode, const char **destination_mode);

/* What the streams are chosen from. */
struct stream_offer {
    const json_t *catalog;           /* as discovered, with the configs that discovery proposes */
    const json_t *destination_modes; /* what the destination can do: a list of words */
};

/* The words for what source and destination can do both, in their fixed order. New reference. */
json_t *stream_modes(const json_t *stream, const json_t *destination_modes);

/*
 * The syncCatalog for a list of StreamConfigurations (NULL or empty: every discovered stream, overwritten,
 * selected as discovery suggests). What the Config API has no place for goes into *extras: a list of {"name",
 * "namespace"?, ...} for stream_extras(). New references; NULL with a problem that says which stream breaks
 * which rule.
 */
json_t *stream_settings_catalog(struct world *world, const struct stream_offer *offer, const json_t *streams,
                                json_t **extras);

/* The StreamConfigurations of a stored syncCatalog (of an outline). `extras` may be NULL. New reference. */
json_t *stream_settings(const json_t *catalog, const json_t *extras);
