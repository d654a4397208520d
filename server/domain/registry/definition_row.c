#include "domain/registry/definition_row.h"

#include "base/die.h"

#include <stdlib.h>

void definition_free(struct definition *definition)
{
    free(definition->doc);
    free(definition->spec);
    free(definition->suggested);
    *definition = (struct definition){0};
}

static char *copy_text(const char *text)
{
    return text ? must_strdup(text) : NULL;
}

struct definition definition_copy(const struct definition *definition)
{
    struct definition copied = *definition;
    copied.doc = copy_text(definition->doc);
    copied.spec = copy_text(definition->spec);
    copied.suggested = copy_text(definition->suggested);
    return copied;
}

STATEMENT(GET_DEFINITION,
          "SELECT doc, spec, suggested, public, custom, deleted FROM definition WHERE id = ? AND kind = ?");

bool definition_read(struct store *store, const struct actor_kind *kind, const char *id,
                     struct definition *definition)
{
    struct rows *rows = store_rows(store, &GET_DEFINITION, SQL_WITH(SQL_TEXT(id), SQL_TEXT(kind->name)));
    *definition = (struct definition){0};
    if (!rows_next(rows))
        return false;
    *definition = (struct definition){
        .doc = rows_copy(rows, 0),
        .spec = rows_copy(rows, 1),
        .suggested = rows_copy(rows, 2),
        .public = rows_integer(rows, 3),
        .custom = rows_integer(rows, 4),
        .deleted = rows_integer(rows, 5),
    };
    rows_end(rows);
    return true;
}

STATEMENT(PUT_DEFINITION, "INSERT INTO definition (doc, kind, spec, suggested, public, custom, deleted) "
                          "VALUES (?, ?, ?, ?, ?, ?, ?) "
                          "ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, spec = excluded.spec, "
                          "suggested = excluded.suggested, "
                          "public = excluded.public, custom = excluded.custom, deleted = excluded.deleted");

void definition_store(struct store *store, const struct actor_kind *kind, const struct definition *definition)
{
    store_run(store, &PUT_DEFINITION,
              SQL_WITH(SQL_TEXT(definition->doc), SQL_TEXT(kind->name), SQL_TEXT(definition->spec),
                       SQL_TEXT(definition->suggested), SQL_INTEGER(definition->public),
                       SQL_INTEGER(definition->custom), SQL_INTEGER(definition->deleted)));
}
