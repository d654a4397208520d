#pragma once

#include "domain/actor/actor.h"
#include "domain/registry/connector.h"
#include "domain/world/list_page.h"

/* Rows of sources or destinations as the public API shows them: its columns. */
enum actor_column { ACTOR_DOC, ACTOR_TYPE, ACTOR_CREATED, ACTOR_DELETED, ACTOR_RESOURCES };

/* A page of them, the oldest first; one of them, deleted or not, or no row. */
struct rows *actor_page(struct world *world, const struct actor_kind *kind, const struct list_page *page);
struct rows *actor_row(struct world *world, const struct actor_kind *kind, const char *id);

/* What "sourceType" names: the id of a public definition, a new text, or NULL. */
char *actor_type_definition(struct world *world, const struct actor_kind *kind, const char *type);

/* The other way round: a new text, "" for a connector that is not public. */
char *actor_type(const struct actor_kind *kind, const struct connector *connector);

/* The same of a definition whose connector is not at hand. */
char *actor_type_of_definition(struct world *world, const struct actor_kind *kind, const char *definition_id);
