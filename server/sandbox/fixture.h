#pragma once

#include "domain/world.h"
#include "sandbox/fault.h"

/*
 * Fixtures: JSON documents of the form of schema/fixture.json, which is Airbyte's own requests with ids where
 * ids should be known beforehand. Entries are checked as the API checks them. Loading one again changes
 * nothing: an entry with a known id updates it, one without is the one of the same name under the same
 * parent; what was deleted since is there again. A job is known by its key, else by its place among its
 * connection's jobs in the document.
 */

/* What is wrong, and where. */
struct fixture_mistake {
    char *file;    /* NULL where the document came from elsewhere */
    char *pointer; /* JSON pointer into the document; "" for the whole of it */
    char *reason;  /* NULL while there is no mistake */
};

/* "file: pointer: reason", without what is not known. A new text. */
char *fixture_mistake_text(const struct fixture_mistake *mistake);

/* The loading of documents, one after the other. Starts as {.world = ..., .faults = ...}. */
struct fixture {
    struct world *world;
    struct faults *faults; /* borrowed; where the documents' faults go, NULL where they have none */
    struct fixture_mistake mistake;
};
void fixture_free(struct fixture *fixture);

/*
 * Loads a document (borrowed, changed on the way) in the caller's transaction and at the world's time. False
 * with a mistake: then the caller rolls back, for part of it may be in the store, and calls
 * simulation_forget(). Faults, which no store keeps, come last.
 */
bool fixture_load(struct fixture *fixture, json_t *document);

/*
 * The world as a document that makes the same again in a fresh one, secrets included: what is not deleted,
 * definitions where they are not the catalogue's, jobs that are over, plans and faults. Ages are whole
 * seconds. What discovery found, and OAuth parameters, stay behind. A new text.
 */
char *fixture_export(struct world *world, const struct faults *faults);
