#include "domain/actor/oauth_provider.h"

#include "base/die.h"
#include "base/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define GOOGLE "https://accounts.google.com/o/oauth2/v2/auth"
#define GOOGLE_QUERY                                                                                         \
    "response_type=code&access_type=offline&include_granted_scopes=true&prompt=consent&scope="
#define GOOGLE_SCOPE GOOGLE_QUERY "https%3A%2F%2Fwww.googleapis.com%2Fauth%2F"
#define MICROSOFT "https://login.microsoftonline.com/{tenant_id=common}/oauth2/v2.0/authorize"
#define SNOWFLAKE "https://{host}/oauth/authorize"
#define ZENDESK "https://{subdomain}.zendesk.com/oauth/authorizations/new"
#define CODE "response_type=code"

static const struct oauth_provider providers[] = {
    {"airbyte/source-airtable", "https://airtable.com/oauth2/v1/authorize",
     CODE "&scope=data.records:read%20data.recordComments:read%20schema.bases:read", NULL, NULL},
    {"airbyte/source-amazon-ads", "https://www.amazon.com/ap/oa",
     CODE "&scope=advertising::campaign_management", NULL, NULL},
    {"airbyte/source-amazon-seller-partner", "https://sellercentral.amazon.com/apps/authorize/consent",
     "application_id={app_id}", NULL, "spapi_oauth_code"},
    {"airbyte/source-asana", "https://app.asana.com/-/oauth_authorize", CODE, NULL, NULL},
    {"airbyte/source-bing-ads", MICROSOFT,
     CODE "&scope=offline_access%20https%3A%2F%2Fads.microsoft.com%2Fmsads.manage", NULL, NULL},
    {"airbyte/source-drift", "https://dev.change.com/authorize", CODE, NULL, NULL},
    {"airbyte/source-facebook-*", "https://www.facebook.com/v15.0/dialog/oauth",
     "scope=ads_management,ads_read,read_insights,business_management", NULL, NULL},
    {"airbyte/source-instagram", "https://www.facebook.com/v15.0/dialog/oauth",
     "scope=instagram_basic,instagram_manage_insights,pages_show_list,pages_read_engagement", NULL, NULL},
    {"airbyte/source-github", "https://github.com/login/oauth/authorize",
     "scope=repo%20read:org%20read:repo_hook%20read:user%20read:discussion%20workflow", NULL, NULL},
    {"airbyte/source-gitlab", "https://{domain=gitlab.com}/oauth/authorize", CODE "&scope=read_api", NULL,
     NULL},
    {"airbyte/source-google-ads", GOOGLE, GOOGLE_SCOPE "adwords", NULL, NULL},
    {"airbyte/source-google-analytics-*", GOOGLE, GOOGLE_SCOPE "analytics.readonly", NULL, NULL},
    {"airbyte/source-google-directory", GOOGLE, GOOGLE_SCOPE "admin.directory.user.readonly", NULL, NULL},
    {"airbyte/source-google-search-console", GOOGLE, GOOGLE_SCOPE "webmasters.readonly", NULL, NULL},
    {"airbyte/source-google-sheets", GOOGLE, GOOGLE_SCOPE "spreadsheets.readonly", NULL, NULL},
    {"airbyte/destination-google-sheets", GOOGLE, GOOGLE_SCOPE "spreadsheets", NULL, NULL},
    {"airbyte/source-youtube-analytics*", GOOGLE, GOOGLE_SCOPE "yt-analytics.readonly", NULL, NULL},
    {"airbyte/source-harvest", "https://id.getharvest.com/oauth2/authorize", CODE, NULL, NULL},
    {"airbyte/source-hubspot", "https://app.hubspot.com/oauth/authorize",
     "scope=crm.objects.contacts.read%20crm.objects.companies.read%20crm.objects.deals.read", NULL, NULL},
    {"airbyte/source-intercom", "https://app.intercom.com/a/oauth/connect", CODE, NULL, NULL},
    {"airbyte/source-lever-hiring", "https://auth.lever.co/authorize",
     CODE "&prompt=consent&scope=offline_access", NULL, NULL},
    {"airbyte/source-linkedin-*", "https://www.linkedin.com/oauth/v2/authorization",
     CODE "&scope=r_ads_reporting%20r_ads%20r_basicprofile%20r_organization_social", NULL, NULL},
    {"airbyte/source-mailchimp", "https://login.mailchimp.com/oauth2/authorize", CODE, NULL, NULL},
    {"airbyte/source-microsoft-teams", MICROSOFT,
     CODE "&scope=offline_access%20Application.Read.All%20Channel.ReadBasic.All%20User.Read.All", NULL, NULL},
    {"airbyte/source-monday", "https://auth.monday.com/oauth2/authorize", CODE "&subdomain={subdomain=}",
     NULL, NULL},
    {"airbyte/source-notion", "https://api.notion.com/v1/oauth/authorize", CODE "&owner=user", NULL, NULL},
    {"airbyte/source-pinterest", "https://www.pinterest.com/oauth",
     CODE "&scope=ads:read,boards:read,pins:read", NULL, NULL},
    {"airbyte/source-pipedrive", "https://oauth.pipedrive.com/oauth/authorize", NULL, NULL, NULL},
    {"airbyte/source-retently", "https://app.retently.com/api/oauth/authorize", CODE, NULL, NULL},
    {"airbyte/source-salesforce", "https://login.salesforce.com/services/oauth2/authorize", CODE, NULL, NULL},
    {"airbyte/source-shopify", "https://{shop}.myshopify.com/admin/oauth/authorize",
     "scope=read_orders,read_products,read_customers", NULL, NULL},
    {"airbyte/source-slack", "https://slack.com/oauth/authorize",
     "scope=channels:history,channels:join,channels:read,files:read,groups:read,team:read,users:read", NULL,
     NULL},
    {"airbyte/source-smartsheets", "https://app.smartsheet.com/b/authorize", CODE "&scope=READ_SHEETS", NULL,
     NULL},
    {"airbyte/source-snapchat-marketing", "https://accounts.snapchat.com/login/oauth2/authorize",
     CODE "&scope=snapchat-marketing-api", NULL, NULL},
    {"airbyte/source-snowflake", SNOWFLAKE, CODE, NULL, NULL},
    {"airbyte/destination-snowflake", SNOWFLAKE, CODE, NULL, NULL},
    {"airbyte/source-square", "https://connect.squareup.com/oauth2/authorize",
     "session=False&scope=CUSTOMERS_READ%20ORDERS_READ%20PAYMENTS_READ%20ITEMS_READ", NULL, NULL},
    {"airbyte/source-strava", "https://www.strava.com/oauth/authorize",
     CODE "&approval_prompt=force&scope=activity:read_all", NULL, NULL},
    {"airbyte/source-surveymonkey", "https://api.surveymonkey.com/oauth/authorize", CODE, NULL, NULL},
    {"airbyte/source-tiktok-marketing", "https://ads.tiktok.com/marketing_api/auth", NULL, "app_id",
     "auth_code"},
    {"airbyte/source-trello", "https://trello.com/1/OAuthAuthorizeToken", "scope=read", NULL,
     "oauth_verifier"},
    {"airbyte/source-zendesk-chat", "https://www.zopim.com/oauth2/authorizations/new",
     CODE "&scope=read&subdomain={subdomain=}", NULL, NULL},
    {"airbyte/source-zendesk-*", ZENDESK, CODE "&scope=read", NULL, NULL},
};

static const struct oauth_provider unknown = {"*", "https://{connector}.example/oauth/authorize", CODE, NULL,
                                              NULL};

static bool names(const char *pattern, const char *repository)
{
    size_t size = strcspn(pattern, "*");
    return strncmp(pattern, repository, size) == 0 && (pattern[size] == '*' || repository[size] == '\0');
}

const struct oauth_provider *oauth_provider_of(const char *repository)
{
    for (size_t i = 0; i < sizeof providers / sizeof *providers; i++)
        if (names(providers[i].repository, repository))
            return &providers[i];
    return &unknown;
}

/* As a part of a URL's query: all but letters, digits and "-._~" as %XX. */
static void add_encoded(struct text *url, const char *value)
{
    for (const char *at = value; *at; at++)
        if (isalnum((unsigned char)*at) || strchr("-._~", *at))
            text_add_bytes(url, at, 1);
        else
            text_add_format(url, "%%%02X", (unsigned char)*at);
}

/* A host that was typed as a URL, without its scheme. */
static const char *without_scheme(const char *value)
{
    const char *host = strstr(value, "://");
    return host ? host + 3 : value;
}

/* What is behind the last '/': the connector's own name, "source-acme" of "acme/source-acme". */
static const char *connector_of(const char *repository)
{
    const char *slash = strrchr(repository, '/');
    return slash ? slash + 1 : repository;
}

/* The value of the placeholder `name` or, where there is none, `fallback` (may be NULL). Borrowed. */
static const char *value_of(const struct oauth_visit *visit, const char *name, const char *fallback)
{
    if (strcmp(name, "connector") == 0)
        return connector_of(visit->repository);
    const char *value = json_string_value(json_object_get(visit->input, name));
    return value && *value ? without_scheme(value) : fallback;
}

/* Adds the value of "name" or "name=default" (changed on the way). False with *missing. */
static bool add_placeholder(struct text *url, char *placeholder, const struct oauth_visit *visit,
                            char **missing)
{
    char *fallback = strchr(placeholder, '=');
    if (fallback)
        *fallback++ = '\0';
    const char *value = value_of(visit, placeholder, fallback);
    if (value)
        add_encoded(url, value);
    else
        *missing = must_strdup(placeholder);
    return value != NULL;
}

/* Adds a template with its placeholders filled. */
static bool add_filled(struct text *url, const char *template, const struct oauth_visit *visit,
                       char **missing)
{
    while (*template) {
        size_t size = strcspn(template, "{");
        text_add_bytes(url, template, size);
        template += size;
        if (*template == '\0')
            break;
        size_t end = strcspn(template, "}");
        char *placeholder = must_strndup(template + 1, end - 1);
        bool filled = add_placeholder(url, placeholder, visit, missing);
        free(placeholder);
        if (!filled)
            return false;
        template += end + 1;
    }
    return true;
}

static bool add_query(struct text *url, const struct oauth_provider *provider,
                      const struct oauth_visit *visit, char **missing)
{
    text_add_format(url, "?%s=", provider->client_id ? provider->client_id : "client_id");
    add_encoded(url, visit->client_id);
    text_add(url, "&redirect_uri=");
    add_encoded(url, visit->redirect_url);
    if (provider->query) {
        text_add(url, "&");
        if (!add_filled(url, provider->query, visit, missing))
            return false;
    }
    text_add_format(url, "&state=%s", visit->state);
    return true;
}

char *oauth_consent_url(const struct oauth_provider *provider, const struct oauth_visit *visit,
                        char **missing)
{
    struct text url = {0};
    if (add_filled(&url, provider->page, visit, missing) && add_query(&url, provider, visit, missing))
        return text_take(&url);
    text_free(&url);
    return NULL;
}
