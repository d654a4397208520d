#pragma once

#include "domain/registry/actor_kind.h"
#include "domain/world/world.h"

/*
 * OAuth logins of connectors, as the real server's OAuthHandler leads through them (docs/behaviour/oauth.md,
 * docs/decisions/oauth.md); no provider is ever called. Problems: PROBLEM_NOT_FOUND for an unknown
 * definition, source or destination, and where no parameters were stored; PROBLEM_SPECIFICATION for an input
 * that breaks the connector's schema of it; PROBLEM_INVALID for the rest.
 */

/* OAuthConsentRead: where to send the user. New reference. */
json_t *oauth_consent(struct world *world, const struct actor_kind *kind, const json_t *request);

/* CompleteOAuthResponse: made-up credentials under the names of the connector's specification, and what the
 * server keeps to itself as "******". Nothing is stored. New reference. */
json_t *oauth_complete(struct world *world, const struct actor_kind *kind, const json_t *request);
