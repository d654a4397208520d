#pragma once

#include "domain/world/world.h"
#include "sandbox/request/request_log.h"

/* A logged request as it may be shown, secrets masked: the shape LoggedRequest. New reference. */
json_t *request_record(struct world *world, const struct logged_request *request);

/* The same without headers and bodies. */
json_t *request_summary(const struct logged_request *request);

/* The request's body as it may be shown; NULL where it is no JSON or was not kept: then nothing is known of
 * what is secret in it. New reference. */
json_t *request_shown_body(struct world *world, const struct logged_request *request);
json_t *request_shown_reply(struct world *world, const struct logged_request *request);

/* {name: value}, several of one name joined. New reference. */
json_t *request_shown_headers(const struct logged_request *request);
json_t *request_shown_reply_headers(const struct logged_request *request);
