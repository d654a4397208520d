#include "domain/secret/secret_names.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { LONGEST_NAME = 128 };

/* In any case, as they stand. */
static const char *const names[] = {
    "account_id",
    "account_sid",
    "apiid",
    "app_id",
    "appid",
    "application_key",
    "auth",
    "auth_hash",
    "auth_ssh_key",
    "aws_key_id",
    "azure_blob_storage_account_key",
    "bearer",
    "ca_certificate",
    "client_certificate",
    "client_id",
    "client_key",
    "connection_string",
    "connectionstring",
    "consumer_key",
    "domain_url",
    "dsn",
    "hmac_key_access_id",
    "key",
    "key_encrypting_key",
    "org_id",
    "pass",
    "public_key",
    "pwd",
    "realm",
    "realm_id",
    "restid",
    "role_arn",
    "sasl_jaas_config",
    "service_account_info",
    "session",
    "shared_key",
    "site_id",
    "ssh_key",
    "ssl_certificate",
    "survey_group_id",
    "survey_id",
    "tenant_id",
    "user_auth_key",
    "user_name",
};

/* Anywhere within a name that is lower-cased and has lost everything but letters and digits. */
static const char *const words[] = {
    "accesskey", "apikey",   "authorization", "cookie", "credential", "passphrase",
    "passwd",    "password", "privatekey",    "secret", "signature",  "token",
};

static void squeeze(const char *name, char *squeezed)
{
    size_t size = 0;
    for (; *name; name++)
        if (isalnum((unsigned char)*name))
            squeezed[size++] = (char)tolower((unsigned char)*name);
    squeezed[size] = '\0';
}

bool secret_name_whole(const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(names[i], name) == 0)
            return true;
    return false;
}

bool secret_name(const char *name)
{
    if (strlen(name) >= LONGEST_NAME)
        return true;
    char squeezed[LONGEST_NAME];
    squeeze(name, squeezed);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(squeezed, words[i]))
            return true;
    return secret_name_whole(name);
}
