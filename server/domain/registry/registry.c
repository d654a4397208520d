#include "domain/registry/registry.h"

#include "base/die.h"
#include "base/rng.h"
#include "domain/registry/definition.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/* Texts are found by their size: it is had quickly, and few share one. */
enum { BUCKETS = 512 };

struct cached_spec {
    char *text;
    struct spec spec;
    struct cached_spec *next;
};

struct cached_read {
    char *text;
    json_t *read;
};

struct cached_definition {
    char *id;
    const struct actor_kind *kind;
    struct definition definition;
    struct cached_definition *next;
};

struct registry {
    struct store *store;
    struct cached_definition *definitions[BUCKETS];
    struct cached_spec *specs[BUCKETS];
    struct cached_read reads[BUCKETS]; /* of each bucket the one that was asked for last */
};

struct registry *registry_of(struct store *store)
{
    struct registry *registry = must_zalloc(sizeof *registry);
    registry->store = store;
    return registry;
}

struct registry *registry_open(const void *image, size_t size)
{
    return registry_of(store_open_image(image, size));
}

static void spec_free(struct cached_spec *cached)
{
    json_decref(cached->spec.document);
    schema_free(cached->spec.schema);
    free(cached->text);
    free(cached);
}

static void specs_free(struct cached_spec *cached)
{
    for (struct cached_spec *next; cached; cached = next) {
        next = cached->next;
        spec_free(cached);
    }
}

static void definitions_free(struct cached_definition *cached)
{
    for (struct cached_definition *next; cached; cached = next) {
        next = cached->next;
        definition_free(&cached->definition);
        free(cached->id);
        free(cached);
    }
}

static void read_free(struct cached_read *cached)
{
    json_decref(cached->read);
    free(cached->text);
}

void registry_close(struct registry *registry)
{
    if (!registry)
        return;
    for (size_t i = 0; i < BUCKETS; i++) {
        definitions_free(registry->definitions[i]);
        specs_free(registry->specs[i]);
        read_free(&registry->reads[i]);
    }
    store_close(registry->store);
    free(registry);
}

struct store *registry_store(struct registry *registry)
{
    return registry->store;
}

/* NULL where there is none; strangers' ids are not kept. */
static struct cached_definition *definition_fetch(struct registry *registry, const struct actor_kind *kind,
                                                  const char *id)
{
    struct definition definition;
    if (!definition_read(registry->store, kind, id, &definition))
        return NULL;
    struct cached_definition *cached = must_zalloc(sizeof *cached);
    *cached = (struct cached_definition){.id = must_strdup(id), .kind = kind, .definition = definition};
    return cached;
}

const struct definition *registry_definition(struct registry *registry, const struct actor_kind *kind,
                                             const char *id)
{
    struct cached_definition **bucket = &registry->definitions[hash_text(id, 0) % BUCKETS];
    for (struct cached_definition *cached = *bucket; cached; cached = cached->next)
        if (cached->kind == kind && strcmp(cached->id, id) == 0)
            return &cached->definition;
    struct cached_definition *cached = definition_fetch(registry, kind, id);
    if (!cached)
        return NULL;
    cached->next = *bucket;
    *bucket = cached;
    return &cached->definition;
}

static struct cached_spec *spec_compile(const char *text)
{
    struct cached_spec *cached = must_zalloc(sizeof *cached);
    cached->text = must_strdup(text);
    cached->spec.document = json_stored(text);
    cached->spec.configuration = json_object_get(cached->spec.document, "connectionSpecification");
    cached->spec.schema = schema_compile(cached->spec.configuration, NULL);
    return cached;
}

const struct spec *registry_spec(struct registry *registry, const char *spec_text)
{
    struct cached_spec **bucket = &registry->specs[strlen(spec_text) % BUCKETS];
    for (struct cached_spec *cached = *bucket; cached; cached = cached->next)
        if (strcmp(cached->text, spec_text) == 0)
            return &cached->spec;
    struct cached_spec *cached = spec_compile(spec_text);
    cached->next = *bucket;
    *bucket = cached;
    return &cached->spec;
}

json_t *registry_read(struct registry *registry, const char *text)
{
    struct cached_read *cached = &registry->reads[strlen(text) % BUCKETS];
    if (!cached->text || strcmp(cached->text, text) != 0) {
        read_free(cached);
        *cached = (struct cached_read){must_strdup(text), json_stored(text)};
    }
    return json_incref(cached->read);
}

STATEMENT(SPEC_OF_IMAGE,
          "SELECT spec FROM (SELECT spec, 1 AS rank FROM definition WHERE image = ?1 UNION ALL "
          "SELECT spec, 2 FROM connector_image WHERE image = ?1) ORDER BY rank LIMIT 1");

char *registry_image_spec(struct registry *registry, const char *repository, const char *tag)
{
    char *image = must_printf("%s:%s", repository, tag);
    char *spec = store_text(registry->store, &SPEC_OF_IMAGE, SQL_WITH(SQL_TEXT(image)));
    free(image);
    return spec;
}
