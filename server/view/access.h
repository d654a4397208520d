#pragma once

#include "domain/access/access_row.h"

/* Organizations, users and permissions as later releases' Config API shows them: more than the public API
 * does. What is told that no document holds is a community install's. */

/* OrganizationRead of the document (stolen, NULL passes), with what OrganizationInfoRead has besides. New
 * reference. */
json_t *organization_read(char *document);

/* UserRead of the document. New reference. */
json_t *user_read(struct world *world, char *document);

/* A page of a list of objects (stolen): those whose `member` contains the request's nameContains, in any
 * case, as the request's pagination wants them. New reference. */
json_t *access_page(json_t *list, const char *member, const json_t *request);
