#include "remote/walk.h"

#include "base/die.h"
#include "base/glob.h"
#include "json/get.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void walk_begin(struct walk *walk, const struct walk_options *options, struct conversation *conversation,
                struct world *world)
{
    *walk = (struct walk){.options = options,
                          .conversation = conversation,
                          .world = world,
                          .document = json_object(),
                          .left_out = json_array(),
                          .definitions = json_object(),
                          .known = json_object(),
                          .release = options->release == RELEASES ? 0 : options->release};
}

void walk_end(struct walk *walk)
{
    json_decref(walk->document);
    json_decref(walk->left_out);
    json_decref(walk->definitions);
    json_decref(walk->known);
    free(walk->refusal);
}

/* What it was asked about: a name, or nothing. */
static const char *name_of(const json_t *about)
{
    return get_text_or(about, "name", "");
}

void walk_add(struct walk *walk, const char *section, json_t *entry)
{
    if (!json_object_get(walk->document, section))
        json_object_set_new(walk->document, section, json_array());
    json_array_append_new(json_object_get(walk->document, section), entry);
}

void walk_add_once(struct walk *walk, const char *section, const char *id, json_t *entry)
{
    char *key = must_printf("%s %s", section, get_text_or(entry, id, ""));
    if (!json_object_get(walk->known, key)) {
        json_object_set_new(walk->known, key, json_true());
        walk_add(walk, section, json_incref(entry));
    }
    free(key);
}

void walk_add_tags(struct walk *walk, const json_t *connection)
{
    size_t index;
    json_t *tag, *ids = json_array();
    json_array_foreach (json_object_get(connection, "tags"), index, tag) {
        walk_add_once(walk, "tags", "tagId", tag);
        json_array_append(ids, json_object_get(tag, "tagId"));
    }
    json_t *entry =
        json_pack("{sO so}", "connectionId", json_object_get(connection, "connectionId"), "tagIds", ids);
    if (json_array_size(ids))
        walk_add(walk, "connectionTags", entry);
    else
        json_decref(entry);
}

void walk_add_job(struct walk *walk, const json_t *connection, json_t *entry, int64_t id)
{
    if (entry)
        walk_add(walk, "jobs", entry);
    else
        walk_leave_out(walk, "job %lld of connection %s: it is not over", (long long)id, name_of(connection));
}

void walk_leave_out(struct walk *walk, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = must_vprintf(format, arguments);
    va_end(arguments);
    json_array_append_new(walk->left_out, json_string(text));
    free(text);
}

bool walk_has(struct walk *walk, enum read read, const struct answer *answer)
{
    const struct read_row *row = &read_rows[read];
    const char *name = name_of(answer->about), *of = *name ? " of " : "";
    if (!answer->reason)
        return true;
    if (row->needed || answer->status == 401)
        conversation_give_up(walk->conversation,
                             must_printf("%s%s%s cannot be read: %s answers: %s", row->tells, of, name,
                                         row->path, answer->reason));
    else
        walk_leave_out(walk, "%s%s%s: %s answers: %s", row->tells, of, name, row->path, answer->reason);
    return false;
}

void walk_add_told(struct walk *walk, enum read read, const struct answer *answer, const char *list,
                   const char *section, const char *id)
{
    size_t index;
    json_t *told;
    if (!walk_has(walk, read, answer))
        return;
    json_array_foreach (json_object_get(answer->body, list), index, told)
        walk_add_once(walk, section, id, told);
}

bool walk_wants_workspace(const struct walk *walk, const json_t *workspace)
{
    for (size_t i = 0; i < walk->options->workspace_count; i++) {
        const char *wanted = walk->options->workspaces[i];
        if (glob_fits(wanted, name_of(workspace)) ||
            strcmp(wanted, get_text_or(workspace, "workspaceId", "")) == 0)
            return true;
    }
    return walk->options->workspace_count == 0;
}

bool walk_wants_connection(const struct walk *walk, const json_t *connection)
{
    return !walk->options->connections || glob_fits(walk->options->connections, name_of(connection));
}

/* "1.5.0" is 1.5 here; what lies between two releases speaks as the one before it. */
static enum release release_of_version(const char *version)
{
    enum release release = 0;
    for (enum release next = 0; next < RELEASES; next++)
        if (strverscmp(release_name(next), version) <= 0)
            release = next;
    return release;
}

static void hear_instance(void *arg, const struct answer *answer)
{
    struct walk *walk = arg;
    const char *version = get_text(answer->body, "version");
    if (walk->options->release != RELEASES)
        return;
    if (version)
        walk->release = release_of_version(version);
    else if (!answer->reason) /* which tells its version from 1.0 on */
        walk->release = RELEASE_0_63;
}

static bool tells_workspaces(const struct answer *answer)
{
    return !answer->reason && json_is_array(json_object_get(answer->body, "workspaces"));
}

/* What was wrong with the answer of one that is no Airbyte. */
static const char *refusal_of(const struct answer *answer)
{
    return answer->reason ? answer->reason : "something that is not Airbyte's";
}

static void hear_public_workspaces(void *arg, const struct answer *answer)
{
    struct walk *walk = arg;
    if (!answer->reason && json_is_array(json_object_get(answer->body, "data")))
        public_walk(walk);
    else
        conversation_give_up(walk->conversation,
                             must_printf("no Airbyte that lets us in: %s%sthe public API answers: %s",
                                         walk->refusal ? walk->refusal : "", walk->refusal ? "; " : "",
                                         refusal_of(answer)));
}

static void ask_public(struct walk *walk)
{
    conversation_ask(walk->conversation, READ_PUBLIC_WORKSPACES, "?limit=1&offset=0", NULL, NULL,
                     hear_public_workspaces, walk);
}

/* One that gives no answer at all is not asked for another API. */
static void hear_workspaces_of_organization(void *arg, const struct answer *answer)
{
    struct walk *walk = arg;
    if (tells_workspaces(answer)) {
        config_walk(walk, json_object_get(answer->body, "workspaces"));
        return;
    }
    walk->refusal = must_printf("the Config API answers: %s", refusal_of(answer));
    if (walk->options->api == CHOICE_ANY && answer->status)
        ask_public(walk);
    else
        conversation_give_up(walk->conversation,
                             must_printf("no Airbyte that lets us in: %s", walk->refusal));
}

static void ask_organization(struct walk *walk)
{
    static const char of_a_fresh_airbyte[] = "00000000-0000-0000-0000-000000000000";
    const char *organization = walk->options->organization;
    conversation_ask(walk->conversation, READ_ORGANIZATION_WORKSPACES, "",
                     json_pack("{ss}", "organizationId", organization ? organization : of_a_fresh_airbyte),
                     NULL, hear_workspaces_of_organization, walk);
}

/* Later releases tell all workspaces only to who runs the instance, or not at all. */
static void hear_workspaces(void *arg, const struct answer *answer)
{
    struct walk *walk = arg;
    if (tells_workspaces(answer))
        config_walk(walk, json_object_get(answer->body, "workspaces"));
    else if (answer->status)
        ask_organization(walk);
    else
        conversation_give_up(walk->conversation, must_printf("nobody answers: %s", refusal_of(answer)));
}

bool walk_server(struct walk *walk, char **error)
{
    if (walk->options->api != CHOICE_PUBLIC)
        conversation_ask(walk->conversation, READ_INSTANCE, "", NULL, NULL, hear_instance, walk);
    if (walk->options->api == CHOICE_PUBLIC)
        ask_public(walk);
    else if (walk->options->organization)
        ask_organization(walk);
    else
        conversation_ask(walk->conversation, READ_WORKSPACES, "", json_object(), NULL, hear_workspaces, walk);
    return conversation_run(walk->conversation, error);
}
