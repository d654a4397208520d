#pragma once

#include <jansson.h>

/* What a consent URL is made of. Borrowed. */
struct oauth_visit {
    const char *repository;
    const char *client_id;
    const char *redirect_url;
    const char *state;     /* a few letters and digits */
    const char *token;     /* many, where a provider wants a token or a verifier of its own */
    const char *challenge; /* as many */
    const json_t *input;   /* the user's input, or NULL */
};

/*
 * Fills a template: {name} is replaced by the value, percent-encoded; {+name} by the value as it is; {&name}
 * by "&name=value", or by nothing where there is no value; {name=other} has a default. Names are those of
 * the visit ("client_id", "redirect_uri", "state", "token", "challenge", "connector": the repository's last
 * part), hosts that depend on the input ("salesforce_login"), and members of the input; a scheme before a
 * host is dropped. A new text; NULL where a value is missing: *missing is then its name, a new text.
 */
char *oauth_url(const char *template, const struct oauth_visit *visit, char **missing);
