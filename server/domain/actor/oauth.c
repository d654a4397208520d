#include "domain/actor/oauth.h"

#include "base/die.h"
#include "base/moment.h"
#include "domain/actor/oauth_flow.h"
#include "domain/actor/oauth_parameters.h"
#include "domain/actor/oauth_provider.h"
#include "domain/actor/oauth_url.h"
#include "json/get.h"

#include <stdlib.h>
#include <string.h>

enum { STATE_SIZE = 7, TOKEN_SIZE = 40, VERIFIER_SIZE = 43, TOKEN_LIFE = 2 * 60 * 60 * 1000 };

/* That many letters and digits. A new text. */
static char *random_text(struct world *world, size_t size)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    char *text = must_zalloc(size + 1);
    for (size_t i = 0; i < size; i++)
        text[i] = alphabet[rng_between(&world->rng, 0, (int64_t)sizeof alphabet - 2)];
    return text;
}

static json_t *random_json(struct world *world, size_t size)
{
    char *text = random_text(world, size);
    json_t *value = json_string(text);
    free(text);
    return value;
}

static const struct oauth_provider *provider_of(const struct oauth_flow *flow)
{
    return oauth_provider_of(get_text(flow->read, "dockerRepository"));
}

static json_t *refuse_without(struct world *world, char *missing)
{
    char *path = must_printf("oAuthInputConfiguration.%s", missing);
    problem_at(&world->problem, PROBLEM_INVALID, path,
               "Undefined parameter '%s' necessary for the OAuth Flow.", missing);
    free(path);
    free(missing);
    return NULL;
}

static json_t *consent_of(struct world *world, const struct oauth_flow *flow, const char *redirect_url)
{
    const char *client_id = oauth_client_id(world, flow);
    if (!client_id)
        return NULL;
    char *state = random_text(world, STATE_SIZE), *token = random_text(world, VERIFIER_SIZE);
    char *challenge = random_text(world, VERIFIER_SIZE), *missing = NULL;
    struct oauth_visit visit = {.repository = get_text(flow->read, "dockerRepository"),
                                .client_id = client_id,
                                .redirect_url = redirect_url,
                                .state = state,
                                .token = token,
                                .challenge = challenge,
                                .input = flow->input};
    char *url = oauth_url(provider_of(flow)->url, &visit, &missing);
    json_t *consent = url ? json_pack("{ss}", "consentUrl", url) : refuse_without(world, missing);
    free(url);
    free(challenge);
    free(token);
    free(state);
    return consent;
}

json_t *oauth_consent(struct world *world, const struct actor_kind *kind, const json_t *request)
{
    struct oauth_flow flow;
    json_t *consent = oauth_flow_open(world, kind, request, &flow)
                          ? consent_of(world, &flow, get_text(request, "redirectUrl"))
                          : NULL;
    oauth_flow_close(&flow);
    return consent;
}

static bool code_given(struct world *world, const struct oauth_flow *flow, const json_t *request)
{
    const char *other = provider_of(flow)->code, *code = other ? other : "code";
    if (json_object_get(json_object_get(request, "queryParams"), code))
        return true;
    char *path = must_printf("queryParams.%s", code);
    problem_at(&world->problem, PROBLEM_INVALID, path,
               "java.io.IOException: Undefined '%s' from consent redirected url.", code);
    free(path);
    return false;
}

/* A credential as the provider might give it, of the type that the schema wants. */
static json_t *made_up(struct world *world, const json_t *schema)
{
    const char *type = get_text(schema, "type"), *format = get_text(schema, "format");
    if (format && strcmp(format, "date-time") == 0)
        return json_string(moment_format(world->now + TOKEN_LIFE).text);
    if (type && (strcmp(type, "integer") == 0 || strcmp(type, "number") == 0))
        return json_integer(TOKEN_LIFE / 1000);
    return random_json(world, TOKEN_SIZE);
}

/* A flat map: what the provider gave, and of the stored parameters those that the specification lists,
 * masked. */
static json_t *credentials(struct world *world, const struct oauth_flow *flow)
{
    json_t *given = json_object();
    const char *name;
    json_t *field;
    json_object_foreach (oauth_fields(flow->config, "complete_oauth_output_specification"), name, field) {
        json_object_set_new(given, name, made_up(world, field));
    }
    json_object_foreach (oauth_fields(flow->config, "complete_oauth_server_output_specification"), name,
                         field) {
        if (json_object_get(flow->parameters, name))
            json_object_set_new(given, name, json_string(OAUTH_SERVER_SIDE));
    }
    return given;
}

/* All stored parameters, masked, beside what was given. */
static void add_masked(json_t *given, const struct oauth_flow *flow)
{
    const char *name;
    json_t *value;
    json_object_foreach (flow->parameters, name, value) {
        json_object_set_new(given, name, json_string(OAUTH_SERVER_SIDE));
    }
}

/* The older form: everything stands below the object that holds the login. */
static json_t *older_credentials(struct world *world, const struct oauth_flow *flow)
{
    json_t *given = json_object();
    size_t index;
    json_t *path;
    json_array_foreach (json_object_get(flow->older, "oauthFlowOutputParameters"), index, path) {
        const char *name = json_string_value(json_array_get(path, json_array_size(path) - 1));
        if (name)
            json_object_set_new(given, name, random_json(world, TOKEN_SIZE));
    }
    add_masked(given, flow);
    const char *root = json_string_value(json_array_get(json_object_get(flow->older, "rootObject"), 0));
    return root ? json_pack("{so}", root, given) : given;
}

/* What a flow gives a connector that declares none. */
static json_t *undeclared_credentials(struct world *world, const struct oauth_flow *flow)
{
    const char *flat = provider_of(flow)->flat;
    json_t *given = json_pack("{so}", flat ? flat : "refresh_token", random_json(world, TOKEN_SIZE));
    add_masked(given, flow);
    return flat ? given : json_pack("{so}", "credentials", given);
}

static json_t *complete_login(struct world *world, const struct oauth_flow *flow, const json_t *request)
{
    if (!oauth_client_complete(world, flow) || !code_given(world, flow, request))
        return NULL;
    if (flow->config)
        return credentials(world, flow);
    return flow->older ? older_credentials(world, flow) : undeclared_credentials(world, flow);
}

json_t *oauth_complete(struct world *world, const struct actor_kind *kind, const json_t *request)
{
    struct oauth_flow flow;
    json_t *given =
        oauth_flow_open(world, kind, request, &flow) ? complete_login(world, &flow, request) : NULL;
    oauth_flow_close(&flow);
    return given;
}
