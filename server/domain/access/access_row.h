#pragma once

#include "domain/world/world.h"

/*
 * Who may do what: organizations, users, permissions and applications are rows of one table, told apart by
 * their kind. Their documents are what the public API sends.
 */
struct access_kind {
    const char *name;  /* "organization" */
    const char *type;  /* "ORGANIZATION", for what is not found */
    const char *id;    /* the member of a document that is its id */
    const char *shape; /* of a document */
};
extern const struct access_kind ORGANIZATION, USER, PERMISSION, APPLICATION;

/* The ids of the organization and of the user that a fresh install has. */
#define DEFAULT_ORGANIZATION "00000000-0000-0000-0000-000000000000"
#define DEFAULT_USER "00000000-0000-0000-0000-000000000000"

/* Keeps a document (stolen), which has its id; it replaces the one of that id. Gives its text: new. */
char *access_put(struct world *world, const struct access_kind *kind, json_t *document);

/* The document of that id: a new text, or NULL with a problem; without one for access_find(). */
char *access_get(struct world *world, const struct access_kind *kind, const char *id);
char *access_find(struct world *world, const struct access_kind *kind, const char *id);

/* False where there is none of that id, with a problem. */
bool access_delete(struct world *world, const struct access_kind *kind, const char *id);

/* Documents in the first column, the oldest first. */
struct rows *access_rows(struct world *world, const struct access_kind *kind);
int64_t access_count(struct world *world, const struct access_kind *kind);

/* A fixture's entry (borrowed): a document whose id may be absent, then it is drawn. What else it must be is
 * said by its shape and, for permissions and applications, by their own rules. */
bool access_import(struct world *world, const struct access_kind *kind, json_t *entry);
