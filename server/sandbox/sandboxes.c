#include "sandbox/sandboxes.h"

#include "base/die.h"
#include "domain/plan/plan.h"
#include "sandbox/sandbox_files.h"

#include <stdlib.h>
#include <string.h>

/* Statements of so many sandboxes are kept prepared: forty of them cost more memory than a small sandbox's
 * rows. */
enum { AWAKE = 64 };

/* Files of so many sandboxes are open, two descriptors each (the server keeps some free for them). */
enum { OPENED = 192 };

struct sandboxes {
    struct start start;
    struct image image;     /* what sandboxes begin from; without bytes until the start is over */
    struct sandbox **items; /* by name */
    size_t count, room;
    struct sandbox *awake[AWAKE];
    size_t next_awake;
    struct sandbox *opened[OPENED]; /* of those that files keep */
    size_t next_opened;
    struct faults first_faults; /* that sandboxes begin with */
};

static const struct image *start_image(const struct sandboxes *sandboxes)
{
    return sandboxes->image.bytes ? &sandboxes->image : NULL;
}

/* Where a sandbox of that name is, or would be. */
static size_t place_of(const struct sandboxes *sandboxes, const char *name, bool *there)
{
    size_t low = 0, high = sandboxes->count;
    *there = false;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(sandboxes->items[middle]->name, name);
        if (order == 0)
            *there = true;
        if (order >= 0)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void insert(struct sandboxes *sandboxes, struct sandbox *sandbox)
{
    bool there;
    size_t place = place_of(sandboxes, sandbox->name, &there);
    if (sandboxes->count == sandboxes->room) {
        sandboxes->room = sandboxes->room ? 2 * sandboxes->room : 16;
        sandboxes->items = must_realloc(sandboxes->items, sandboxes->room * sizeof(struct sandbox *));
    }
    memmove(&sandboxes->items[place + 1], &sandboxes->items[place],
            (sandboxes->count - place) * sizeof(struct sandbox *));
    sandboxes->items[place] = sandbox;
    sandboxes->count++;
}

static void forget_in(struct sandbox **ring, size_t size, const struct sandbox *sandbox)
{
    for (size_t i = 0; i < size; i++)
        if (ring[i] == sandbox)
            ring[i] = NULL;
}

/* Whoever was woken longest ago sleeps again. */
static void wake(struct sandboxes *sandboxes, struct sandbox *sandbox)
{
    struct sandbox **slot = &sandboxes->awake[sandboxes->next_awake];
    if (sandbox->awake)
        return;
    if (*slot) {
        store_rest((*slot)->world.store);
        kept_replies_clear(&(*slot)->kept_replies);
        (*slot)->awake = false;
    }
    *slot = sandbox;
    sandbox->awake = true;
    sandboxes->next_awake = (sandboxes->next_awake + 1) % AWAKE;
}

/* Nobody has it in hand who would not ask for it by its name first. */
static bool can_be_closed(const struct sandbox *sandbox)
{
    return sandbox->calls == 0 && !sandbox->watchers.first && !sandbox->unsettled && !sandbox->world.work;
}

/* What is asked of all sandboxes is known of this one meanwhile. */
static void close_file(struct sandboxes *sandboxes, struct sandbox *sandbox)
{
    int64_t ignored[JOB_STATUSES] = {0};
    sandbox_count_jobs(sandbox, ignored);
    forget_in(sandboxes->awake, AWAKE, sandbox);
    sandbox->sums = store_put_away(sandbox->world.store);
    sandbox->world.store = NULL;
    kept_replies_clear(&sandbox->kept_replies);
    sandbox->awake = sandbox->opened = false;
}

/* The place of whoever was opened longest ago and can be closed; NULL where all are in use: then there is one
 * file more for a while. */
static struct sandbox **opened_place(struct sandboxes *sandboxes)
{
    for (size_t i = 0; i < OPENED; i++) {
        struct sandbox **slot = &sandboxes->opened[sandboxes->next_opened];
        sandboxes->next_opened = (sandboxes->next_opened + 1) % OPENED;
        if (!*slot || can_be_closed(*slot))
            return slot;
    }
    return NULL;
}

static void note_opened(struct sandboxes *sandboxes, struct sandbox *sandbox)
{
    struct sandbox **slot = sandbox->world.lasting && !sandbox->opened ? opened_place(sandboxes) : NULL;
    if (!slot)
        return;
    if (*slot)
        close_file(sandboxes, *slot);
    *slot = sandbox;
    sandbox->opened = true;
}

/* False where its file is not to be had any more. */
static bool reopen(const struct sandboxes *sandboxes, struct sandbox *sandbox)
{
    char *error = NULL, *file = sandbox_files_path(sandboxes->start.file, sandbox->name);
    sandbox->world.store = store_reopen_file(file, sandbox->sums, &error);
    sandbox->sums = NULL;
    free(error);
    free(file);
    return sandbox->world.store != NULL;
}

static void use(struct sandboxes *sandboxes, struct sandbox *sandbox)
{
    note_opened(sandboxes, sandbox);
    wake(sandboxes, sandbox);
}

static void forget(struct sandboxes *sandboxes, const char *name)
{
    bool there;
    size_t place = place_of(sandboxes, name, &there);
    if (!there)
        return;
    forget_in(sandboxes->awake, AWAKE, sandboxes->items[place]);
    forget_in(sandboxes->opened, OPENED, sandboxes->items[place]);
    sandbox_free(sandboxes->items[place]);
    sandboxes->count--;
    memmove(&sandboxes->items[place], &sandboxes->items[place + 1],
            (sandboxes->count - place) * sizeof(struct sandbox *));
}

struct sandbox *sandboxes_find(struct sandboxes *sandboxes, const char *name)
{
    bool there;
    size_t place = place_of(sandboxes, name, &there);
    if (!there)
        return NULL;
    struct sandbox *sandbox = sandboxes->items[place];
    if (!sandbox->world.store && !reopen(sandboxes, sandbox)) {
        forget(sandboxes, name);
        return NULL;
    }
    use(sandboxes, sandbox);
    return sandbox;
}

/* The name is written beside the file once that holds a world. */
static struct sandbox *sandbox_make(const struct start *start, const char *name, const struct image *image,
                                    char **error)
{
    char *file = sandbox_files_path(start->file, name);
    struct sandbox *sandbox =
        sandbox_files_folder(start->file, name, error) ? sandbox_new(start, name, file, image, error) : NULL;
    free(file);
    if (!sandbox || sandbox_files_name(start->file, name, error))
        return sandbox;
    sandbox_free(sandbox);
    return NULL;
}

static struct sandbox *make(struct sandboxes *sandboxes, const char *name, const struct image *image,
                            char **error)
{
    struct sandbox *sandbox = sandbox_make(&sandboxes->start, name, image, error);
    if (!sandbox)
        return NULL;
    sandboxes_begin_faults(sandboxes, sandbox);
    insert(sandboxes, sandbox);
    use(sandboxes, sandbox);
    return sandbox;
}

struct sandbox *sandboxes_open(struct sandboxes *sandboxes, const char *name, char **error)
{
    struct sandbox *sandbox = sandboxes_find(sandboxes, name);
    if (sandbox)
        return sandbox;
    if (sandboxes->count >= sandboxes->start.max_sandboxes) {
        *error = must_printf("there are %zu already, as many as --max-sandboxes allows", sandboxes->count);
        return NULL;
    }
    return make(sandboxes, name, start_image(sandboxes), error);
}

static bool prepare(struct sandboxes *sandboxes, const struct preparation *preparation, struct world *world,
                    char **error)
{
    if (!preparation->prepare)
        return true;
    if (!preparation->prepare(preparation->context, world, &sandboxes->first_faults, error))
        return false;
    plan_give_all(world);
    return true;
}

/* Those whom files keep and nobody has asked for since the start. */
struct unopened {
    struct sandboxes *sandboxes;
    void (*visit)(void *arg, const char *name);
    void *arg;
};

static void visit_unopened(void *context, const char *name)
{
    bool there;
    const struct unopened *unopened = context;
    place_of(unopened->sandboxes, name, &there);
    if (!there)
        unopened->visit(unopened->arg, name);
}

void sandboxes_each_unopened(struct sandboxes *sandboxes, void (*visit)(void *arg, const char *name),
                             void *arg)
{
    struct unopened unopened = {sandboxes, visit, arg};
    sandbox_files_each(sandboxes->start.file, visit_unopened, &unopened);
}

bool sandboxes_has(struct sandboxes *sandboxes, const char *name)
{
    bool there;
    place_of(sandboxes, name, &there);
    return there || sandbox_files_kept(sandboxes->start.file, name);
}

/* The start state is made in memory, wherever "default" is kept; where that is memory as well, it is the
 * same. */
static bool begin(struct sandboxes *sandboxes, const struct preparation *preparation, char **error)
{
    struct sandbox *first = sandbox_new(&sandboxes->start, "default", NULL, NULL, error);
    bool prepared = prepare(sandboxes, preparation, &first->world, error);
    if (prepared)
        sandboxes->image = image_take(&first->world);
    first->first_rng = first->world.rng;
    if (prepared && !sandboxes->start.file) {
        sandboxes_begin_faults(sandboxes, first);
        insert(sandboxes, first);
        wake(sandboxes, first);
        return true;
    }
    sandbox_free(first);
    struct sandbox *kept = prepared ? make(sandboxes, "default", start_image(sandboxes), error) : NULL;
    return kept && prepare(sandboxes, preparation, &kept->world, error);
}

struct sandboxes *sandboxes_new(const struct start *start, const struct preparation *preparation,
                                char **error)
{
    struct sandboxes *sandboxes = must_zalloc(sizeof *sandboxes);
    sandboxes->start = *start;
    sandboxes->first_faults = faults_begin(start->seed, "");
    sandboxes->first_faults.paths = start->shared->paths;
    if (begin(sandboxes, preparation, error))
        return sandboxes;
    sandboxes_free(sandboxes);
    return NULL;
}

void sandboxes_free(struct sandboxes *sandboxes)
{
    if (!sandboxes)
        return;
    for (size_t i = 0; i < sandboxes->count; i++)
        sandbox_free(sandboxes->items[i]);
    faults_free(&sandboxes->first_faults);
    image_free(&sandboxes->image, NULL);
    free(sandboxes->items);
    free(sandboxes);
}

bool sandboxes_delete(struct sandboxes *sandboxes, const char *name, char **error)
{
    char *file = sandbox_files_path(sandboxes->start.file, name);
    forget(sandboxes, name);
    bool removed = sandbox_files_remove(file, error);
    free(file);
    return removed;
}

bool sandboxes_reset(struct sandboxes *sandboxes, struct sandbox *sandbox, bool keep_clock)
{
    return sandbox_reset(sandbox, &sandboxes->start, &sandboxes->image, keep_clock);
}

struct faults *sandboxes_first_faults(struct sandboxes *sandboxes)
{
    return &sandboxes->first_faults;
}

void sandboxes_begin_faults(const struct sandboxes *sandboxes, struct sandbox *sandbox)
{
    faults_clear(&sandbox->faults);
    faults_copy(&sandbox->faults, &sandboxes->first_faults);
}

size_t sandboxes_count(const struct sandboxes *sandboxes)
{
    return sandboxes->count;
}

struct sandbox *sandboxes_at(struct sandboxes *sandboxes, size_t index)
{
    return sandboxes->items[index];
}

struct sandbox *sandboxes_after(struct sandboxes *sandboxes, const char *name)
{
    bool there;
    size_t place = place_of(sandboxes, name, &there);
    place += there;
    return place < sandboxes->count ? sandboxes->items[place] : NULL;
}
