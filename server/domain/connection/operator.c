#include "domain/connection/operator.h"

#include "base/die.h"
#include "json/get.h"
#include "json/schema/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DBT_CLOUD_JOB "https://cloud.getdbt.com/api/v2/accounts/%lld/jobs/%lld/run/"
static const char DBT_CLOUD_BODY[] = "{\"cause\": \"airbyte\"}";

static void *missing(struct world *world, const char *member)
{
    char *path = must_printf("operatorConfiguration.%s", member);
    problem_at(&world->problem, PROBLEM_INVALID, path, "is missing but it is required");
    free(path);
    return NULL;
}

/* The job that the URL starts, if it is one of dbt Cloud's. */
static bool dbt_cloud_url(const char *url, long long *account, long long *job)
{
    int end = 0;
    return sscanf(url, DBT_CLOUD_JOB "%n", account, job, &end) == 2 && end > 0 && url[end] == '\0' &&
           *account >= 0 && *job >= 0;
}

/* The older form: the URL alone, which must be one that the newer form can say. */
static bool read_url(struct world *world, const json_t *webhook, long long *account, long long *job)
{
    const json_t *url = json_object_get(webhook, "executionUrl");
    if (!url)
        return missing(world, "webhook.executionUrl");
    return dbt_cloud_url(json_string_value(url), account, job) ||
           problem_at(&world->problem, PROBLEM_INVALID, "operatorConfiguration.webhook.executionUrl",
                      "Unexpected webhook operator config");
}

static bool read_job(struct world *world, const json_t *webhook, long long *account, long long *job)
{
    const json_t *cloud = json_object_get(webhook, "dbtCloud");
    if (!json_object_get(webhook, "webhookType"))
        return read_url(world, webhook, account, job);
    if (!cloud)
        return missing(world, "webhook.dbtCloud");
    *account = get_integer(cloud, "accountId");
    *job = get_integer(cloud, "jobId");
    return true;
}

static json_t *webhook_kept(struct world *world, const json_t *webhook)
{
    long long account, job;
    if (!read_job(world, webhook, &account, &job))
        return NULL;
    return json_pack("{sO* ss s{sI sI} so ss}", "webhookConfigId",
                     json_object_get(webhook, "webhookConfigId"), "webhookType", "dbtCloud", "dbtCloud",
                     "accountId", (json_int_t)account, "jobId", (json_int_t)job, "executionUrl",
                     json_sprintf(DBT_CLOUD_JOB, account, job), "executionBody", DBT_CLOUD_BODY);
}

/* Later releases know operators of all types, and settings of webhooks only. */
static bool has_settings(const struct world *world, const char *type)
{
    const struct schema *shape = schema_library_find(world->shapes, "OperatorConfiguration");
    return json_object_get(json_object_get(schema_document(shape), "properties"), type) != NULL;
}

json_t *operator_kept(struct world *world, const json_t *configuration)
{
    const char *type = get_text(configuration, "operatorType");
    json_t *member = json_object_get(configuration, type);
    if (!member && !has_settings(world, type))
        return json_pack("{ss}", "operatorType", type);
    if (!member)
        return missing(world, type);
    json_t *kept = strcmp(type, "webhook") == 0 ? webhook_kept(world, member) : json_incref(member);
    return kept ? json_pack("{ss so}", "operatorType", type, type, kept) : NULL;
}
