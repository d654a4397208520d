#include "sandbox/soundness.h"

#include "base/die.h"
#include "domain/connection/connection_record.h"
#include "json/read.h"
#include "json/schema/schema.h"

#include <stdlib.h>
#include <string.h>

STATEMENT(WORKSPACE_DOC, "SELECT doc FROM workspace WHERE doc IS NOT NULL");
STATEMENT(WORKSPACE_WEBHOOK_TOKENS, "SELECT webhook_tokens FROM workspace WHERE webhook_tokens IS NOT NULL");
STATEMENT(WORKSPACE_NOTIFICATION_SETTINGS,
          "SELECT notification_settings FROM workspace WHERE notification_settings IS NOT NULL");
STATEMENT(DEFINITION_DOC, "SELECT doc FROM definition WHERE doc IS NOT NULL");
STATEMENT(DEFINITION_SPEC, "SELECT spec FROM definition WHERE spec IS NOT NULL");
STATEMENT(CONNECTOR_IMAGE_SPEC, "SELECT spec FROM connector_image WHERE spec IS NOT NULL");
STATEMENT(ACTOR_DOC, "SELECT doc FROM actor WHERE doc IS NOT NULL");
STATEMENT(ACTOR_CONFIGURATION, "SELECT configuration FROM actor WHERE configuration IS NOT NULL");
STATEMENT(ACTOR_RESOURCES, "SELECT resources FROM actor WHERE resources IS NOT NULL");
STATEMENT(OPERATION_DOC, "SELECT doc FROM operation WHERE doc IS NOT NULL");
STATEMENT(CONNECTION_DOC, "SELECT doc FROM connection WHERE doc IS NOT NULL");
STATEMENT(CONNECTION_OUTLINES, "SELECT " OUTLINE_WITH_STREAMS " FROM connection");
STATEMENT(CONNECTION_EXTRAS, "SELECT extras FROM connection WHERE extras IS NOT NULL");
STATEMENT(STATE_BLOB, "SELECT blob FROM state WHERE blob IS NOT NULL");
STATEMENT(CATALOG_CATALOG, "SELECT catalog FROM catalog WHERE catalog IS NOT NULL");
STATEMENT(OAUTH_PARAMETER_PARAMETERS, "SELECT parameters FROM oauth_parameter WHERE parameters IS NOT NULL");
STATEMENT(JOB_STREAMS_TO_RESET, "SELECT streams_to_reset FROM job WHERE streams_to_reset IS NOT NULL");
STATEMENT(JOB_RUN, "SELECT run FROM job WHERE run IS NOT NULL");
STATEMENT(JOB_REFRESH, "SELECT refresh FROM job WHERE refresh IS NOT NULL");
STATEMENT(ATTEMPT_SCRIPT, "SELECT script FROM attempt WHERE script IS NOT NULL");
STATEMENT(ATTEMPT_OUTPUT, "SELECT output FROM attempt WHERE output IS NOT NULL");
STATEMENT(ATTEMPT_FAILURE, "SELECT failure FROM attempt WHERE failure IS NOT NULL");
STATEMENT(ATTEMPT_REPORTED, "SELECT reported FROM attempt WHERE reported IS NOT NULL");
STATEMENT(ATTEMPT_SYNC_CONFIG, "SELECT sync_config FROM attempt WHERE sync_config IS NOT NULL");
STATEMENT(PLAN_DOC, "SELECT doc FROM plan WHERE doc IS NOT NULL");
STATEMENT(PLAN_TAKEN, "SELECT taken FROM plan WHERE taken IS NOT NULL");
STATEMENT(ACCESS_DOC, "SELECT doc FROM access WHERE doc IS NOT NULL");
STATEMENT(TAG_DOC, "SELECT doc FROM tag WHERE doc IS NOT NULL");
STATEMENT(MANIFEST_MANIFEST, "SELECT manifest FROM manifest WHERE manifest IS NOT NULL");
STATEMENT(USER_PROFILE_DOC, "SELECT doc FROM user_profile WHERE doc IS NOT NULL");

/* What nobody looks whether it is there: members of objects, and what is of each item of lists. */
#define CONNECTION                                                                                           \
    "{'type': 'object', "                                                                                    \
    "'required': ['connectionId', 'name', 'sourceId', 'destinationId', 'status', 'syncCatalog'], "           \
    "'properties': {'syncCatalog': {'type': 'object', 'required': ['streams'], 'properties': {'streams': "   \
    "{'type': 'array', 'items': {'type': 'object', 'required': ['stream', 'config'], 'properties': {"        \
    "'stream': {'type': 'object', 'required': ['name'], 'properties': {'name': {'type': 'string'}}}, "       \
    "'config': {'type': 'object', 'required': ['syncMode', 'destinationSyncMode'], 'properties': {"          \
    "'syncMode': {'type': 'string'}, 'destinationSyncMode': {'type': 'string'}}}}}}}}}}"

/* What holds JSON. SQLite's own check takes any bytes for letters. */
static const struct {
    const struct statement *query;
    const char *name;
    const char *schema; /* with ' for \"; NULL for any value */
} documents[] = {
    {&WORKSPACE_DOC, "workspace.doc", NULL},
    {&WORKSPACE_WEBHOOK_TOKENS, "workspace.webhook_tokens", NULL},
    {&WORKSPACE_NOTIFICATION_SETTINGS, "workspace.notification_settings", NULL},
    {&DEFINITION_DOC, "definition.doc", NULL},
    {&DEFINITION_SPEC, "definition.spec", NULL},
    {&CONNECTOR_IMAGE_SPEC, "connector_image.spec", NULL},
    {&ACTOR_DOC, "actor.doc", NULL},
    {&ACTOR_CONFIGURATION, "actor.configuration", NULL},
    {&ACTOR_RESOURCES, "actor.resources", NULL},
    {&OPERATION_DOC, "operation.doc", NULL},
    {&CONNECTION_DOC, "connection.doc", CONNECTION},
    {&CONNECTION_OUTLINES, "connection.outline", CONNECTION},
    {&CONNECTION_EXTRAS, "connection.extras", NULL},
    {&STATE_BLOB, "state.blob", NULL},
    {&CATALOG_CATALOG, "catalog.catalog", NULL},
    {&OAUTH_PARAMETER_PARAMETERS, "oauth_parameter.parameters", NULL},
    {&JOB_STREAMS_TO_RESET, "job.streams_to_reset", NULL},
    {&JOB_RUN, "job.run", NULL},
    {&JOB_REFRESH, "job.refresh", NULL},
    {&ATTEMPT_SCRIPT, "attempt.script", NULL},
    {&ATTEMPT_OUTPUT, "attempt.output", NULL},
    {&ATTEMPT_FAILURE, "attempt.failure", NULL},
    {&ATTEMPT_REPORTED, "attempt.reported", NULL},
    {&ATTEMPT_SYNC_CONFIG, "attempt.sync_config", NULL},
    {&PLAN_DOC, "plan.doc", NULL},
    {&PLAN_TAKEN, "plan.taken", NULL},
    {&ACCESS_DOC, "access.doc", NULL},
    {&TAG_DOC, "tag.doc", NULL},
    {&MANIFEST_MANIFEST, "manifest.manifest", NULL},
    {&USER_PROFILE_DOC, "user_profile.doc", NULL},
};

enum { DOCUMENTS = sizeof documents / sizeof *documents };

/* NULL for any value. To be freed. */
static struct schema *compiled(const char *text)
{
    char *quoted = must_strdup(text ? text : "{}");
    for (char *at = quoted; (at = strchr(at, '\''));)
        *at = '"';
    json_auto_t *document = json_take(quoted);
    return schema_compile(document, NULL);
}

static bool is_document(struct rows *rows, const struct schema *schema, struct work *work)
{
    struct steps steps = {UINT64_MAX, work};
    struct schema_faults faults = {.steps = &steps};
    json_auto_t *value = json_read(rows_text(rows, 0), rows_text_size(rows, 0), NULL);
    bool sound = value && schema_check(schema, value, &faults);
    schema_faults_free(&faults);
    return sound;
}

static char *document_complaint(struct world *world, size_t which)
{
    struct schema *schema = compiled(documents[which].schema);
    struct rows *rows = store_rows(world->store, documents[which].query, SQL_NOTHING);
    bool sound = true;
    while (rows_next(rows)) {
        work_meet(world->work);
        sound = is_document(rows, schema, world->work);
        if (!sound || !work_wanted(world->work)) {
            rows_end(rows);
            break;
        }
    }
    schema_free(schema);
    return sound ? NULL : must_printf("a document in %s is not as it was written", documents[which].name);
}

STATEMENT(PAGES, "SELECT nullif(integrity_check, 'ok') FROM pragma_integrity_check(1)");

#define SAYS(table, column, member)                                                                          \
    "SELECT '" table "." column " is not what its document says' FROM " table " WHERE " column               \
    " IS NOT " member
#define KNOWN(table, column, words)                                                                          \
    "SELECT '" table "." column " holds a word that is not known' FROM " table " WHERE " column              \
    " NOT IN (" words ")"

/* Of keys, of columns that are generated from documents, and of words. */
STATEMENT(COLUMNS, "SELECT \"table\" || ' refers to a row of ' || parent || ' that is not there' FROM pragma_foreign_key_check "
                   "UNION ALL " SAYS("workspace", "id", "doc ->> 'workspaceId'") " UNION ALL " SAYS("workspace",
                                                                                                    "slug",
                                                                                                    "doc ->> 'slug'") " UNION ALL " SAYS("actor",
                                                                                                                                         "id", "coalesce(doc ->> 'sourceId', doc ->> 'destinationId')") " UNION ALL " SAYS("actor", "workspace_id", "doc ->> 'workspaceId'") " UNION ALL " SAYS("actor", "definition_id", "coalesce(doc ->> 'sourceDefinitionId', doc ->> 'destinationDefinitionId')") " UNION ALL " SAYS("operation",
                                                                                                                                                                                                                                                                                                                                                                                                                          "id",
                                                                                                                                                                                                                                                                                                                                                                                                                          "doc ->> 'operationId'") " UNION ALL " SAYS("connection",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                      "id",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                      "doc ->> 'connectionId'") " UNION ALL " SAYS("connection",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   "name",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   "doc ->> 'name'") " UNION ALL " SAYS("connection",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        "source_id",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        "doc ->> 'sourceId'") " UNION ALL " SAYS("connection",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                 "destination_id",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                 "doc ->> 'destinationId'") " UNION ALL " SAYS("connection",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               "status",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               "doc ->> 'status'") " UNION ALL " SAYS("connection",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                      "id",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                      "outline ->> 'connectionId'") " UNION ALL " SAYS("connection",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                       "status",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                       "outline ->> 'status'") " UNION ALL " KNOWN("connection", "status", "'active', 'inactive', 'deprecated'") " UNION ALL " KNOWN("job", "status", "'pending', 'running', 'incomplete', 'failed', 'succeeded', 'cancelled'") " UNION ALL " KNOWN("attempt",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    "status",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    "'running', 'failed', 'succeeded'") " UNION ALL " KNOWN("event",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            "kind",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            "'attempt_start', 'attempt_end', 'schedule'") " LIMIT 1");

static char *look(struct world *world)
{
    char *complaint = store_text(world->store, &PAGES, SQL_NOTHING);
    for (size_t i = 0; i < DOCUMENTS && !complaint; i++)
        complaint = document_complaint(world, i);
    if (!complaint)
        complaint = store_text(world->store, &COLUMNS, SQL_NOTHING);
    if (!complaint && store_broken(world->store))
        complaint = must_strdup(store_broken(world->store));
    return complaint;
}

char *soundness_complaint(struct world *world)
{
    store_let_go(world->store, true);
    char *complaint = look(world);
    store_let_go(world->store, false);
    return complaint;
}
