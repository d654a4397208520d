#pragma once

#include "domain/registry/connector.h"

/*
 * What connectors answer. Nothing is ever contacted: this is the one place that decides what a check finds
 * and what a discovery sees: what a plan says, or what the configuration and the catalog suggest.
 */
struct question {
    const struct actor_kind *kind;
    const struct connector *connector;
    const json_t *configuration; /* with its secrets */
    json_t *asked; /* the actor's document, or a request that says which definition is meant; borrowed */
};

/* What a check finds wrong: a new text, or NULL where it succeeds. */
char *connector_answer_check(struct world *world, const struct question *question);

/* The streams that a source has, as a catalog of whatever completeness without configs: a new reference.
 * NULL, and what is wrong as a new text in *complaint, where discovery fails. */
json_t *connector_answer_discovery(struct world *world, const struct question *question, char **complaint);

/* True where a plan says what the next discovery finds. */
bool connector_answer_discovery_planned(struct world *world, const struct question *question);
