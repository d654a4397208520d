#pragma once

#include <jansson.h>

/*
 * Secrets of connector configurations: fields whose schema node has the key `airbyte_secret`. Pure functions
 * of JSON; rules of the real server's JsonSecretsProcessor (docs/behaviour/secrets.md). A specification (a
 * connectionSpecification, borrowed) whose root has neither an object `properties` nor a list `oneOf` has no
 * secrets at all.
 */

/* What stands in a reply in a secret's place. */
#define SECRET_MASK "**********"

/* A copy in which every secret that is there, whatever its type, reads SECRET_MASK: in all branches of a
 * choice, even those that are not taken, and even where the key says false. New reference. */
json_t *secrets_masked(const json_t *specification, json_t *configuration);

/* `given` with each secret that came as SECRET_MASK put back from `stored`, if it is there. Nothing else is
 * carried over. Of a choice, only branches that `given` fulfils count. New reference. */
json_t *secrets_merged(const json_t *specification, const json_t *stored, const json_t *given);
