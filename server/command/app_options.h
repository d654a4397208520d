#pragma once

#include "command/options.h"
#include "gateway/app.h"

/* What the command line means to the API, the connector registry that --connectors names included (the app
 * takes it over); slips in it go to the log, which the app keeps. False with a new text in *error where that
 * is not one. */
bool app_options_of(const struct options *options, struct log *log, struct api_options *api, char **error);

/* A server that nobody calls and nothing keeps, without fixtures. NULL with a new text in *error. */
struct app *app_alone(const struct options *options, char **error);
