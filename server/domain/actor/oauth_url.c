#include "domain/actor/oauth_url.h"

#include "base/die.h"
#include "base/text.h"
#include "base/word.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Hosts that follow from what the user put in; the first row that fits. */
static const struct choice {
    const char *name;
    const char *member, *value; /* of the input, in any case; NULL: whatever it is */
    const char *host;
} choices[] = {
    {"lever_login", "environment", "production", "auth.lever.co"},
    {"lever_login", NULL, NULL, "sandbox-lever.auth0.com"},
    {"lever_audience", "environment", "production", "https://api.lever.co//v1/"},
    {"lever_audience", NULL, NULL, "https://api.sandbox.lever.co/v1/"},
    {"salesforce_login", "is_sandbox", "true", "test.salesforce.com"},
    {"salesforce_login", NULL, NULL, "login.salesforce.com"},
    {"surveymonkey_api", "origin", "europe", "api.eu.surveymonkey.com"},
    {"surveymonkey_api", "origin", "canada", "api.surveymonkey.ca"},
    {"surveymonkey_api", NULL, NULL, "api.surveymonkey.com"},
};

/* A text or a flag of the input, or NULL. Borrowed. */
static const char *input_text(const struct oauth_visit *visit, const char *name)
{
    const json_t *value = json_object_get(visit->input, name);
    return json_is_boolean(value) ? (json_is_true(value) ? "true" : "false") : json_string_value(value);
}

static bool choice_fits(const struct choice *choice, const struct oauth_visit *visit)
{
    const char *given = choice->member ? input_text(visit, choice->member) : NULL;
    return !choice->member || (given && strcasecmp(given, choice->value) == 0);
}

static const char *chosen(const struct oauth_visit *visit, const char *name)
{
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (strcmp(choices[i].name, name) == 0 && choice_fits(&choices[i], visit))
            return choices[i].host;
    return NULL;
}

/* What is behind the last '/': the connector's own name, "source-acme" of "acme/source-acme". */
static const char *connector_of(const char *repository)
{
    const char *slash = strrchr(repository, '/');
    return slash ? slash + 1 : repository;
}

static const char *visit_text(const struct oauth_visit *visit, const char *name)
{
    const struct {
        const char *name, *value;
    } members[] = {{"client_id", visit->client_id}, {"redirect_uri", visit->redirect_url},
                   {"state", visit->state},         {"token", visit->token},
                   {"challenge", visit->challenge}, {"connector", connector_of(visit->repository)}};
    size_t place = WORD_PLACE(members, name);
    return place < sizeof members / sizeof *members ? members[place].value : NULL;
}

/* A host that was typed as a URL, without its scheme. */
static const char *without_scheme(const char *value)
{
    const char *host = strstr(value, "://");
    return host ? host + 3 : value;
}

/* The value of `name` or, where there is none, `fallback` (may be NULL). Borrowed. */
static const char *value_of(const struct oauth_visit *visit, const char *name, const char *fallback)
{
    const char *own = visit_text(visit, name);
    if (!own)
        own = chosen(visit, name);
    if (own)
        return own;
    const char *value = input_text(visit, name);
    return value && *value ? without_scheme(value) : fallback;
}

/* As a part of a URL: all but letters, digits and "-._~" as %XX. */
static void add_encoded(struct text *url, const char *value)
{
    for (const char *at = value; *at; at++)
        if (isalnum((unsigned char)*at) || strchr("-._~", *at))
            text_add_bytes(url, at, 1);
        else
            text_add_format(url, "%%%02X", (unsigned char)*at);
}

/* Adds what an expression (changed on the way) stands for. False with *missing. */
static bool add_expression(struct text *url, char *expression, const struct oauth_visit *visit,
                           char **missing)
{
    char sign = '\0';
    if (*expression == '+' || *expression == '&')
        sign = *expression++;
    char *fallback = strchr(expression, '=');
    if (fallback)
        *fallback++ = '\0';
    const char *value = value_of(visit, expression, fallback);
    if (value && sign == '&')
        text_add_format(url, "&%s=", expression);
    if (value)
        (sign == '+' ? text_add : add_encoded)(url, value);
    else if (sign != '&')
        *missing = must_strdup(expression);
    return value || sign == '&';
}

/* Adds the expression after a '{' and gives what is behind it. NULL with *missing. */
static const char *add_braces(struct text *url, const char *inner, const struct oauth_visit *visit,
                              char **missing)
{
    size_t size = strcspn(inner, "}");
    char *expression = must_strndup(inner, size);
    bool added = add_expression(url, expression, visit, missing);
    free(expression);
    return added ? inner + size + 1 : NULL;
}

char *oauth_url(const char *template, const struct oauth_visit *visit, char **missing)
{
    struct text url = {0};
    while (template && *template) {
        size_t size = strcspn(template, "{");
        text_add_bytes(&url, template, size);
        template += size;
        if (*template)
            template = add_braces(&url, template + 1, visit, missing);
    }
    if (template)
        return text_take(&url);
    text_free(&url);
    return NULL;
}
