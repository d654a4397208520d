#pragma once

#include "http/exchange.h"

/*
 * Where people knock who were told of another layout: the cloud's, an older release's, a base twice. `path`
 * is the operation's, without "/api". Says where the right door is, "" where nothing is known of that path.
 * Static.
 */
const char *wrong_door_advice(const struct request *request, const char *path);

/* True for a request that is for a token at a place where the real server has none. */
bool wrong_door_for_token(const struct request *request, const char *path, size_t size);
