#include "gateway/access/token.h"

#include "base/base64.h"
#include "base/die.h"
#include "base/secret.h"
#include "base/text.h"

#include <nettle/hmac.h>
#include <nettle/version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIGNATURE = 32, CACHED = 64, LONGEST = 1024 };

struct token_cache {
    struct {
        char *text;
        struct token token;
    } entries[CACHED];
};

struct token_cache *token_cache_new(void)
{
    return must_zalloc(sizeof(struct token_cache));
}

void token_cache_free(struct token_cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < CACHED; i++)
        free(cache->entries[i].text);
    free(cache);
}

/* Replaces each `from` in the text. */
static void exchange_letters(char *text, char from, char to)
{
    for (; (text = strchr(text, from)); text++)
        *text = to;
}

/* Base64 for URLs, without padding. */
static void add_part(struct text *token, const char *part, size_t size)
{
    char *encoded = base64_encode(part, size);
    encoded[strcspn(encoded, "=")] = '\0';
    exchange_letters(encoded, '+', '-');
    exchange_letters(encoded, '/', '_');
    text_add(token, encoded);
    free(encoded);
}

static void add_name(struct text *token, const char *sandbox)
{
    char *name = must_strdup(sandbox);
    exchange_letters(name, '.', '+');
    text_add_format(token, "%s_", name);
    free(name);
}

/* The third part, behind the two that it signs. */
static void add_signature(struct text *token, const char *secret, const char *sandbox)
{
    struct hmac_sha256_ctx context;
    uint8_t digest[SIGNATURE / 2];
    bool named = strcmp(sandbox, "default") != 0;
    hmac_sha256_set_key(&context, strlen(secret), (const uint8_t *)secret);
    hmac_sha256_update(&context, token->size, (const uint8_t *)token->data);
    hmac_sha256_digest(&context, sizeof digest, digest);
    text_add(token, ".");
    if (named)
        add_name(token, sandbox);
    for (size_t i = 0; i < sizeof digest; i++)
        text_add_format(token, "%02x", digest[i]);
    if (named && strlen(sandbox) % 4 == 0)
        text_add(token, "0");
}

static char *payload_of(const struct token *token, const char *id)
{
    json_auto_t *claims = json_pack("{ss ss ss s[ssss] ss ss sI}", "iss", "fakebyte", "aud", "airbyte-server",
                                    "sub", "00000000-0000-0000-0000-000000000000", "roles", "ADMIN", "EDITOR",
                                    "READER", "AUTHENTICATED_USER", "jti", id, "sandbox", token->sandbox,
                                    "exp", (json_int_t)token->expires);
    return json_dumps(claims, JSON_COMPACT);
}

char *token_issue(const char *secret, const struct token *token, const char *id)
{
    static const char header[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    struct text text = {0};
    char *payload = payload_of(token, id);
    add_part(&text, header, sizeof header - 1);
    text_add(&text, ".");
    add_part(&text, payload, strlen(payload));
    free(payload);
    add_signature(&text, secret, token->sandbox);
    return text_take(&text);
}

/* The claims between the token's two dots, or NULL. New reference. */
static json_t *claims_of(const char *begin, const char *end)
{
    char bytes[LONGEST];
    char *encoded = must_strndup(begin, (size_t)(end - begin));
    exchange_letters(encoded, '-', '+');
    exchange_letters(encoded, '_', '/');
    bool decoded = base64_decode(encoded, bytes, sizeof bytes);
    free(encoded);
    return decoded ? json_loads(bytes, 0, NULL) : NULL;
}

static bool read_claims(const json_t *claims, struct token *token)
{
    const char *sandbox = json_string_value(json_object_get(claims, "sandbox"));
    if (!sandbox || strlen(sandbox) >= sizeof token->sandbox)
        return false;
    snprintf(token->sandbox, sizeof token->sandbox, "%s", sandbox);
    token->expires = json_integer_value(json_object_get(claims, "exp"));
    return true;
}

static bool is_signed(const char *secret, const char *text, size_t signed_size, const struct token *token)
{
    struct text wanted = {0};
    text_add_bytes(&wanted, text, signed_size);
    add_signature(&wanted, secret, token->sandbox);
    bool same = secret_same(text, wanted.data);
    text_free(&wanted);
    return same;
}

static bool read_token(const char *secret, const char *text, struct token *token)
{
    const char *first = strchr(text, '.'), *second = first ? strchr(first + 1, '.') : NULL;
    if (!second || strlen(text) > LONGEST)
        return false;
    json_auto_t *claims = claims_of(first + 1, second);
    return read_claims(claims, token) && is_signed(secret, text, (size_t)(second - text), token);
}

/* Where the token would be kept: by its last letters, which are the signature's. */
static size_t place_of(const char *text)
{
    size_t size = strlen(text), place = size;
    for (size_t i = size < 8 ? 0 : size - 8; i < size; i++)
        place = place * 31 + (unsigned char)text[i];
    return place % CACHED;
}

bool token_read(const char *secret, struct token_cache *cache, const char *text, struct token *token)
{
    size_t place = place_of(text);
    const char *kept = cache->entries[place].text;
    if (kept && secret_same(text, kept)) {
        *token = cache->entries[place].token;
        return true;
    }
    if (!read_token(secret, text, token))
        return false;
    free(cache->entries[place].text);
    cache->entries[place].text = must_strdup(text);
    cache->entries[place].token = *token;
    return true;
}

json_t *token_library_version(void)
{
    return json_sprintf("%d.%d", nettle_version_major(), nettle_version_minor());
}
