#pragma once

#include "sandbox/sandboxes.h"

/* Whoever sends the user and password, a token, one of the two, any Authorization header, anybody. */
enum auth_mode { AUTH_BOTH, AUTH_BASIC, AUTH_TOKEN, AUTH_ANY, AUTH_NONE };

/* Who may call, and under which names, as an operator sets it. Borrowed. */
struct access_options {
    enum auth_mode auth;
    const char *username; /* "" switches authentication off */
    const char *password;
    const char *client_id; /* what a token is asked for with */
    const char *client_secret;
    int64_t token_lifetime; /* ms of the sandbox's clock */
    const char
        *host; /* that is listened on; NULL where requests do not come from a network: any page may call */
    const char *const
        *allowed_hosts; /* patterns of names that it is called by, too, and whose pages may call */
    size_t allowed_host_count;
};

/* The same with what is remembered of those who called. */
struct access {
    const struct access_options *options; /* borrowed */
    struct sandboxes *sandboxes;          /* whose clocks end tokens; borrowed */
    struct token_cache *tokens;
    char *authorization; /* what a client sends which knows user and password */
    char known_host[64]; /* the Host that was admitted last; "" for none */
};

void access_begin(struct access *access, const struct access_options *options, struct sandboxes *sandboxes);
void access_end(struct access *access);

/* True where nobody needs credentials. */
bool access_is_open(const struct access_options *options);
