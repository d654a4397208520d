#include "domain/actor/oauth_provider.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Parts of a page's address, in the notation of RFC 6570; see oauth_url.h. */
#define CLIENT "client_id={client_id}"
#define REDIRECT "&redirect_uri={redirect_uri}"
#define CODE "&response_type=code"
#define STATE "&state={state}"
#define CODE_FLOW CLIENT REDIRECT CODE STATE
#define CODE_FIRST_FLOW CLIENT CODE REDIRECT STATE

#define FACEBOOK(scope) "https://www.facebook.com/v12.0/dialog/oauth?" CLIENT REDIRECT STATE "&scope=" scope
#define GOOGLE(scope)                                                                                        \
    "https://accounts.google.com/o/oauth2/v2/auth?" CLIENT REDIRECT CODE                                     \
    "&scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2F" scope "&access_type=offline" STATE                   \
    "&include_granted_scopes=true&prompt=consent"
#define AND_GOOGLE(scope) "+https%3A%2F%2Fwww.googleapis.com%2Fauth%2F" scope
#define LINKEDIN                                                                                             \
    "https://www.linkedin.com/oauth/v2/authorization?" CLIENT REDIRECT CODE                                  \
    "&scope=r_ads_reporting+r_emailaddress+r_liteprofile+r_ads+r_basicprofile+r_organization_social" STATE
#define MICROSOFT "https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0/authorize?"
#define ZENDESK "https://{subdomain}.zendesk.com/oauth/authorizations/new?"

static const struct oauth_provider providers[] = {
    {.repository = "airbyte/destination-google-sheets", .url = GOOGLE("spreadsheets" AND_GOOGLE("drive"))},
    {.repository = "airbyte/destination-snowflake", .url = "https://{host}/oauth/authorize?" CODE_FLOW},
    {.repository = "airbyte/source-airtable",
     .url = "https://airtable.com/oauth2/v1/authorize?redirect_uri={redirect_uri}&" CLIENT CODE
            "&scope=data.records%3Aread+data.recordComments%3Aread+schema.bases%3Aread"
            "&code_challenge={challenge}&code_challenge_method=S256&state={token}"},
    {.repository = "airbyte/source-amazon-ads",
     .url = "https://www.amazon.com/ap/oa?" CLIENT
            "&scope=advertising%3A%3Acampaign_management" CODE REDIRECT STATE},
    {.repository = "airbyte/source-amazon-seller-partner",
     .url = "https://sellercentral.amazon.com/apps/authorize/consent?application_id={app_id}" REDIRECT STATE,
     .code = "spapi_oauth_code"},
    {.repository = "airbyte/source-asana", .url = "https://app.asana.com/-/oauth_authorize?" CODE_FLOW},
    {.repository = "airbyte/source-bing-ads",
     .url = MICROSOFT CLIENT CODE REDIRECT "&response_mode=query" STATE
                                           "&scope=offline_access%20https://ads.microsoft.com/msads.manage"},
    {.repository = "airbyte/source-drift",
     .url = "https://dev.drift.com/authorize?response_type=code&" CLIENT REDIRECT STATE},
    {.repository = "airbyte/source-facebook-marketing",
     .url = FACEBOOK("ads_management%2Cads_read%2Cread_insights%2Cbusiness_management")},
    {.repository = "airbyte/source-facebook-pages",
     .url = FACEBOOK(
         "pages_manage_ads%2Cpages_manage_metadata%2Cpages_read_engagement%2Cpages_read_user_content"),
     .flat = "access_token"},
    {.repository = "airbyte/source-github",
     .url = "https://github.com/login/oauth/authorize?" CLIENT REDIRECT
            "&scope=repo%20read:org%20read:repo_hook%20read:user%20read:discussion%20workflow" STATE},
    {.repository = "airbyte/source-gitlab",
     .url = "https://{domain=gitlab.com}/oauth/authorize?" CLIENT REDIRECT STATE CODE "&scope=read_api"},
    {.repository = "airbyte/source-google-ads", .url = GOOGLE("adwords")},
    {.repository = "airbyte/source-google-analytics-*", .url = GOOGLE("analytics.readonly")},
    {.repository = "airbyte/source-google-directory", .url = GOOGLE("admin.directory.user.readonly")},
    {.repository = "airbyte/source-google-search-console", .url = GOOGLE("webmasters.readonly")},
    {.repository = "airbyte/source-google-sheets",
     .url = GOOGLE("spreadsheets.readonly" AND_GOOGLE("drive.readonly"))},
    {.repository = "airbyte/source-harvest",
     .url = "https://id.getharvest.com/oauth2/authorize?" CODE_FIRST_FLOW},
    {.repository = "airbyte/source-hubspot",
     .url =
         "https://app.hubspot.com/oauth/authorize?" CLIENT REDIRECT STATE "&scopes=crm.schemas.contacts.read"
         "&optional_scopes=content+crm.schemas.deals.read+crm.objects.owners.read+forms+tickets+e-commerce"
         "+crm.objects.companies.read+crm.lists.read+crm.objects.deals.read+crm.objects.contacts.read"
         "+crm.schemas.companies.read+files+forms-uploaded-files+files.ui_hidden.read"
         "+crm.objects.feedback_submissions.read+sales-email-read+automation"},
    {.repository = "airbyte/source-instagram",
     .url = FACEBOOK("ads_management%2Cinstagram_basic%2Cinstagram_manage_insights%2Cpages_show_list"
                     "%2Cpages_read_engagement")},
    {.repository = "airbyte/source-intercom", .url = "https://app.intercom.com/a/oauth/connect?" CODE_FLOW},
    {.repository = "airbyte/source-lever-hiring",
     .url =
         "https://{lever_login}/authorize?" CLIENT "&redirect_uri={+redirect_uri}" STATE CODE
         "&scope=applications:read:admin+applications:read:admin+interviews:read:admin+notes:read:admin"
         "+offers:read:admin+opportunities:read:admin+referrals:read:admin+resumes:read:admin+users:read:admin"
         "+offline_access&audience={+lever_audience}&prompt=consent"},
    {.repository = "airbyte/source-linkedin-*", .url = LINKEDIN},
    {.repository = "airbyte/source-mailchimp",
     .url = "https://login.mailchimp.com/oauth2/authorize?" CODE_FIRST_FLOW},
    {.repository = "airbyte/source-microsoft-teams",
     .url = MICROSOFT CLIENT REDIRECT STATE
     "&scope=offline_access+Application.Read.All+Channel.ReadBasic.All+ChannelMember.Read.All"
     "+ChannelMember.ReadWrite.All+ChannelSettings.Read.All+ChannelSettings.ReadWrite.All+Directory.Read.All"
     "+Directory.ReadWrite.All+Files.Read.All+Files.ReadWrite.All+Group.Read.All+Group.ReadWrite.All"
     "+GroupMember.Read.All+Reports.Read.All+Sites.Read.All+Sites.ReadWrite.All+TeamsTab.Read.All"
     "+TeamsTab.ReadWrite.All+User.Read.All+User.ReadWrite.All" CODE},
    {.repository = "airbyte/source-monday",
     .url = "https://auth.monday.com/oauth2/authorize?" CLIENT REDIRECT
            "&scope=me%3Aread+boards%3Aread+workspaces%3Aread+users%3Aread+account%3Aread+updates%3Aread"
            "+assets%3Aread+tags%3Aread+teams%3Aread" STATE "{&subdomain}"},
    {.repository = "airbyte/source-notion",
     .url = "https://api.notion.com/v1/oauth/authorize?" CODE_FIRST_FLOW},
    {.repository = "airbyte/source-okta",
     .url =
         "https://{domain}.okta.com/oauth2/v1/authorize?" CLIENT REDIRECT
         "&scope=okta.users.read+okta.logs.read+okta.groups.read+okta.roles.read+offline_access" CODE STATE},
    {.repository = "airbyte/source-paypal-transaction",
     .url = "https://www.paypal.com/connect?flowEntry=static&" CLIENT CODE
            "&scope=openid+email+profile" REDIRECT STATE},
    {.repository = "airbyte/source-pinterest",
     .url = "https://pinterest.com/oauth?" CLIENT REDIRECT CODE
            "&scope=ads%3Aread%2Cboards%3Aread%2Cboards%3Aread_secret%2Ccatalogs%3Aread%2Cpins%3Aread"
            "%2Cpins%3Aread_secret%2Cuser_accounts%3Aread" STATE},
    {.repository = "airbyte/source-pipedrive",
     .url = "https://oauth.pipedrive.com/oauth/authorize?" CLIENT REDIRECT STATE},
    {.repository = "airbyte/source-quickbooks",
     .url = "https://appcenter.intuit.com/app/connect/oauth2?" CLIENT
            "&scope=com.intuit.quickbooks.accounting" REDIRECT CODE STATE},
    {.repository = "airbyte/source-retently",
     .url = "https://app.retently.com/api/oauth/authorize?" CODE_FIRST_FLOW},
    {.repository = "airbyte/source-salesforce",
     .url = "https://{salesforce_login}/services/oauth2/authorize?" CODE_FLOW},
    {.repository = "airbyte/source-shopify",
     .url =
         "https://{shop}.myshopify.com/admin/oauth/authorize?" CLIENT REDIRECT STATE
         "&grant_options%5B%5D=value"
         "&scope=read_themes%2Cread_orders%2Cread_all_orders%2Cread_assigned_fulfillment_orders%2Cread_content"
         "%2Cread_customers%2Cread_discounts%2Cread_draft_orders%2Cread_fulfillments%2Cread_locales"
         "%2Cread_locations%2Cread_price_rules%2Cread_products%2Cread_product_listings"
         "%2Cread_shopify_payments_payouts"},
    {.repository = "airbyte/source-slack",
     .url = "https://slack.com/oauth/authorize?" CLIENT REDIRECT STATE "&scope=read"},
    {.repository = "airbyte/source-smartsheets",
     .url = "https://app.smartsheet.com/b/authorize?" CLIENT CODE STATE "&scope=READ_SHEETS"},
    {.repository = "airbyte/source-snapchat-marketing",
     .url = "https://accounts.snapchat.com/login/oauth2/authorize?" CLIENT REDIRECT CODE
            "&scope=snapchat-marketing-api" STATE},
    {.repository = "airbyte/source-snowflake",
     .url = "https://{host}/oauth/authorize?" CODE_FLOW "&scope=session%3Arole%3A{role}"},
    {.repository = "airbyte/source-square",
     .url = "https://connect.squareup.com/oauth2/authorize?" CLIENT
            "&scope=CUSTOMERS_READ+EMPLOYEES_READ+ITEMS_READ"
            "+MERCHANT_PROFILE_READ+ORDERS_READ+PAYMENTS_READ+TIMECARDS_READ&session=False" STATE},
    {.repository = "airbyte/source-strava",
     .url =
         "https://www.strava.com/oauth/authorize?" CLIENT REDIRECT STATE "&scope=activity%3Aread_all" CODE},
    {.repository = "airbyte/source-surveymonkey",
     .url = "https://{surveymonkey_api}/oauth/authorize?" CODE_FLOW},
    {.repository = "airbyte/source-tiktok-marketing",
     .url = "https://ads.tiktok.com/marketing_api/auth?app_id={client_id}" REDIRECT STATE,
     .code = "auth_code"},
    {.repository = "airbyte/source-trello",
     .url = "https://trello.com/1/OAuthAuthorizeToken?oauth_token={token}",
     .code = "oauth_verifier"},
    {.repository = "airbyte/source-youtube-analytics*", .url = GOOGLE("yt-analytics.readonly")},
    {.repository = "airbyte/source-zendesk-chat",
     .url = "https://www.zopim.com/oauth2/authorizations/new?" CLIENT REDIRECT CODE "&scope=read+chat" STATE
            "{&subdomain}"},
    {.repository = "airbyte/source-zendesk-sunshine",
     .url = ZENDESK "response_type=code" REDIRECT "&" CLIENT "&scope=read" STATE},
    {.repository = "airbyte/source-zendesk-*", .url = ZENDESK CLIENT REDIRECT CODE "&scope=read" STATE},
};

/* A connector that declares OAuth and is none of Airbyte's. */
static const struct oauth_provider unknown = {
    .repository = "*", .url = "https://{connector}.example/oauth/authorize?" CODE_FLOW};

static bool names(const char *pattern, const char *repository)
{
    size_t size = strcspn(pattern, "*");
    return strncmp(pattern, repository, size) == 0 && (pattern[size] == '*' || repository[size] == '\0');
}

const struct oauth_provider *oauth_provider_find(const char *repository)
{
    for (size_t i = 0; i < sizeof providers / sizeof *providers; i++)
        if (names(providers[i].repository, repository))
            return &providers[i];
    return NULL;
}

const struct oauth_provider *oauth_provider_of(const char *repository)
{
    const struct oauth_provider *provider = oauth_provider_find(repository);
    return provider ? provider : &unknown;
}
