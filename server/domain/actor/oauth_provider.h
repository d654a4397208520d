#pragma once

#include <jansson.h>

/* Where the users of a connector log in: what is public knowledge about the providers' OAuth pages. */
struct oauth_provider {
    const char *repository; /* an image; "*" at the end stands for any rest */
    const char *page;       /* "{name}" or "{name=default}" is a member of the user's input */
    const char *query;     /* besides client_id, redirect_uri and state; as sent, "{...}" as above; or NULL */
    const char *client_id; /* what the page calls it; NULL: client_id */
    const char *code;      /* what the page calls the code it sends back; NULL: code */
};

/* The provider of an image. A connector that is not in the table has a made-up page. */
const struct oauth_provider *oauth_provider_of(const char *repository);

/* What a consent URL is made of. Borrowed. */
struct oauth_visit {
    const char *repository;
    const char *client_id;
    const char *redirect_url;
    const char *state;
    const json_t *input; /* the user's input, or NULL */
};

/* The page with its query: a new text. NULL where the page needs a member of the input that is not there;
 * *missing is then its name, a new text. */
char *oauth_consent_url(const struct oauth_provider *provider, const struct oauth_visit *visit,
                        char **missing);
