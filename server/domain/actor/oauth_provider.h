#pragma once

/*
 * Where the users of a connector log in, as the platform's own flow of each connector has it in early 2023:
 * the parameters, their order and how they are encoded. See docs/behaviour/oauth.md#flows.
 */
struct oauth_provider {
    const char *repository; /* an image; "*" at the end stands for any rest */
    const char *url;        /* a template, filled by oauth_url() */
    const char *code;       /* what the page calls the code that it sends back; NULL: code */
    const char
        *flat; /* without a declared flow: the credential, not nested; NULL: credentials.refresh_token */
};

/* The provider that the platform has a flow of for that image, or NULL. */
const struct oauth_provider *oauth_provider_find(const char *repository);

/* The same; a connector that is not in the table has a made-up page. */
const struct oauth_provider *oauth_provider_of(const char *repository);
