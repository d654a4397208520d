#include "domain/access/application.h"

#include "base/secret.h"

#include <stdlib.h>

enum { MOST = 2, SECRET_LETTERS = 32 };

STATEMENT(APPLICATION_NAMED, "SELECT 1 FROM access WHERE kind = 'application' AND doc ->> 'name' = ?");

static bool may_be_made(struct world *world, const char *name)
{
    if (store_integer(world->store, &APPLICATION_NAMED, SQL_WITH(SQL_TEXT(name)), 0))
        return problem_coded(&world->problem, PROBLEM_REFUSED, "bad-request", NULL,
                             "An application is called \"%s\" already.", name);
    return access_count(world, &APPLICATION) < MOST ||
           problem_coded(&world->problem, PROBLEM_REFUSED, "bad-request", NULL,
                         "There are %d applications at most.", MOST);
}

static void draw_secret(struct world *world, char secret[SECRET_LETTERS + 1])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (int i = 0; i < SECRET_LETTERS; i++)
        secret[i] = letters[rng_between(&world->rng, 0, (int64_t)sizeof letters - 2)];
    secret[SECRET_LETTERS] = '\0';
}

/* A document without name and client. */
static json_t *new_application(struct world *world)
{
    return json_pack("{ss sI}", "id", world_uuid(world).text, "createdAt", (json_int_t)(world->now / SECOND));
}

char *application_create(struct world *world, const char *name)
{
    char secret[SECRET_LETTERS + 1];
    if (!may_be_made(world, name))
        return NULL;
    json_t *application = new_application(world);
    draw_secret(world, secret);
    json_object_set_new(application, "name", json_string(name));
    json_object_set_new(application, "clientId", json_string(world_uuid(world).text));
    json_object_set_new(application, "clientSecret", json_string(secret));
    return access_put(world, &APPLICATION, application);
}

STATEMENT(SECRET_OF_CLIENT, "SELECT doc ->> 'clientSecret' FROM access "
                            "WHERE kind = 'application' AND doc ->> 'clientId' = ?");

bool application_import(struct world *world, json_t *entry)
{
    const char *client_id = json_string_value(json_object_get(entry, "clientId"));
    char *taken = store_text(world->store, &SECRET_OF_CLIENT, SQL_WITH(SQL_TEXT(client_id)));
    bool free_id = !taken || problem_at(&world->problem, PROBLEM_INVALID, "clientId",
                                        "is another application's already");
    free(taken);
    if (!free_id || !may_be_made(world, json_string_value(json_object_get(entry, "name"))))
        return false;
    json_t *application = new_application(world);
    json_object_update(application, entry);
    free(access_put(world, &APPLICATION, application));
    return true;
}

char *application_delete(struct world *world, const char *id)
{
    char *doc = access_get(world, &APPLICATION, id);
    if (doc)
        access_delete(world, &APPLICATION, id);
    return doc;
}

bool application_accepts(struct world *world, const char *client_id, const char *secret)
{
    char *wanted = store_text(world->store, &SECRET_OF_CLIENT, SQL_WITH(SQL_TEXT(client_id)));
    bool same = secret_same(secret, wanted ? wanted : "");
    bool known = wanted != NULL;
    free(wanted);
    return known && same;
}
