#pragma once

#include <jansson.h>

/* What stands for a secret that a server did not tell. */
#define SCRUBBED_SECRET "placeholder"

/* Puts made-up values in the place of those that let a reader do something, wherever they are in the value:
 * webhooks' addresses and tokens. In place. */
void scrub_secrets(json_t *value);

/* An exchange without secrets, and without what tells who the people are: addresses, hosts and user names in
 * configurations. What is equal stays equal. New reference. */
json_t *scrub_exchange(const json_t *exchange);
