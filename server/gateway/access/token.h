#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Bearer tokens: JSON Web Tokens (RFC 7519) in three parts, signed with the client secret and kept nowhere.
 * So they outlive a restart, and every replica of a fleet knows those of the others.
 *
 * The third part is the signature, 32 hexadecimal digits; that of a named sandbox has its name and '_' before
 * it, so that a proxy reads it with a pattern (docker/fleet/sandbox.conf). A '.' of the name is written '+'
 * there, since a token has two of them, and a '0' behind the digits keeps the part's length one that Base64
 * can have.
 */
enum { TOKEN_SANDBOX = 65 };

struct token {
    char sandbox[TOKEN_SANDBOX]; /* whose clock ends it */
    int64_t expires;             /* epoch seconds of that clock */
};

/* Tokens that were found good, so that a client's next call costs a comparison. */
struct token_cache;
struct token_cache *token_cache_new(void);
void token_cache_free(struct token_cache *cache);

/* A new text; `id` tells it from others of the same second. */
char *token_issue(const char *secret, const struct token *token, const char *id);

/* Reads what token_issue() made; false where it is not signed with that secret. Whether it has expired is for
 * the caller to say. Signatures are compared in constant time. */
bool token_read(const char *secret, struct token_cache *cache, const char *text, struct token *token);

/* The version of the nettle that is linked at run time: "3.8". New reference. */
json_t *token_library_version(void);
