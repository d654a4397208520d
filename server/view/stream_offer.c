#include "view/stream_offer.h"

#include "domain/actor/actor.h"
#include "domain/discovery/discovery.h"
#include "domain/registry/connector.h"
#include "domain/registry/registry.h"

#include <stdlib.h>

void source_offer_free(struct source_offer *offer)
{
    json_decref(offer->catalog);
    json_decref(offer->destination_modes);
    free(offer->catalog_id);
    *offer = (struct source_offer){0};
}

static bool discover(struct world *world, const char *source_id, bool again, struct source_offer *offer)
{
    struct discovery discovery = {0};
    json_auto_t *request = json_pack("{ss sb}", "sourceId", source_id, "disable_cache", again);
    if (!discovery_of_source(world, request, &discovery))
        return false;
    if (discovery.complaint)
        problem_coded(&world->problem, PROBLEM_CONFLICT, "state-conflict", NULL,
                      "Something went wrong in the connector. logs:%s", discovery.complaint);
    *offer = (struct source_offer){json_incref(discovery.catalog), discovery.catalog_id, NULL};
    discovery.catalog_id = NULL;
    bool good = discovery.complaint == NULL;
    discovery_free(&discovery);
    return good;
}

static json_t *modes_of(struct world *world, const struct actor *destination)
{
    struct connector connector;
    json_t *modes = NULL;
    if (connector_load(world, &DESTINATION, actor_text(destination, "destinationDefinitionId"), &connector))
        modes = json_incref(json_object_get(connector.spec->document, "supported_destination_sync_modes"));
    connector_free(&connector);
    return modes ? modes : json_array();
}

bool source_offer_load(struct world *world, const char *source_id, const char *destination_id, bool again,
                       struct source_offer *offer)
{
    struct actor destination = {0};
    *offer = (struct source_offer){0};
    if (destination_id && !actor_load(world, &DESTINATION, destination_id, &destination))
        return false;
    bool good = discover(world, source_id, again, offer);
    if (good && destination_id)
        offer->destination_modes = modes_of(world, &destination);
    if (!good)
        source_offer_free(offer);
    actor_free(&destination);
    return good;
}
