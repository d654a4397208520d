#pragma once

#include "domain/access/access_row.h"

/*
 * Applications: clients that ask for tokens with an id and a secret of their own, as an installation with a
 * user database has them (a community install has one alone, and refuses to make more). At most two, names
 * unique. Documents are ApplicationRead texts, new, or NULL with a problem.
 */
char *application_create(struct world *world, const char *name);

/* Gives what it was. */
char *application_delete(struct world *world, const char *id);

/* A fixture's: `entry` (borrowed) has the members of a document, id and createdAt optional. False with a
 * problem. */
bool application_import(struct world *world, json_t *entry);

/* True where an application has that client id and that secret. Secrets are compared in constant time. */
bool application_accepts(struct world *world, const char *client_id, const char *secret);
