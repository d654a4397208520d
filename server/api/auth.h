#pragma once

#include "api/app.h"

/* Who calls: user and password of a Basic Authorization header, "" where there is none. */
struct credentials {
    char user[512];
    char password[512];
    char sandbox[512]; /* of a user "airbyte+name": the name, which `user` then lacks */
};

struct credentials auth_credentials(const struct app *app, const struct request *request);

/* True where the request may call: by --auth, and for `basic` by its credentials, compared in constant time.
 */
bool auth_passes(const struct app *app, const struct request *request, const struct credentials *credentials);
