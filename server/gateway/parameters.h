#pragma once

#include "gateway/call.h"

/*
 * Makes call->parameters of what stands in the path of a public API's call and behind its '?': one object,
 * types as the shape PublicParameters says. Lists come repeated, with commas, or both; parameters that the
 * row does not name are not looked at. False with a failed reply (400) where something is missing or cannot
 * be read; calls of the other APIs, and those that are refused anyway, have none.
 */
bool parameters_admit(struct call *call);

/* A form's fields ("a=1&b=two"), each a text; of two with one name the first counts. New reference. */
json_t *form_read(const char *body);

/* True where the body is labelled a form. */
bool form_is_labelled(const struct request *request);
