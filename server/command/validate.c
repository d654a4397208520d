#include "base/die.h"
#include "command/app_options.h"
#include "command/command.h"
#include "domain/run/simulation.h"
#include "fixture/files.h"

#include <stdio.h>
#include <stdlib.h>

static void complain(const struct fixture_mistakes *mistakes, const char *path)
{
    for (size_t i = 0; i < mistakes->count; i++)
        command_complain(fixture_mistake_text(&mistakes->items[i]));
    if (mistakes->unjudged)
        command_complain(must_printf("%s: entries that refer to these, and were not judged: %zu", path,
                                     mistakes->unjudged));
}

/* Over what the files before it brought. */
static bool check_file(struct sandbox *sandbox, const char *path)
{
    struct fixture fixture = {.world = &sandbox->world, .faults = &sandbox->faults, .mistakes.all = true};
    store_begin(sandbox->world.store);
    bool sound = fixture_file_load(&fixture, path);
    if (sound) {
        world_commit(&sandbox->world);
        printf("%s: ok\n", path);
    } else {
        store_rollback(sandbox->world.store);
        simulation_forget(&sandbox->world);
        complain(&fixture.mistakes, path);
    }
    fixture_free(&fixture);
    return sound;
}

static bool check_path(struct sandbox *sandbox, const char *path)
{
    struct fixture_files files = {0};
    struct fixture_mistakes mistakes = {0};
    bool sound = fixture_files_add(&files, path, &mistakes);
    complain(&mistakes, path);
    for (size_t i = 0; i < files.count; i++)
        sound = check_file(sandbox, files.paths[i]) && sound;
    fixture_files_free(&files);
    fixture_mistakes_free(&mistakes);
    return sound;
}

int command_validate(const struct options *options)
{
    char *error = NULL;
    struct app *app = app_alone(options, &error);
    if (!app)
        return command_complain(error);
    bool sound = true;
    struct sandbox *sandbox = sandboxes_find(app->sandboxes, "default");
    for (size_t i = 0; i < options->arguments.count; i++)
        sound = check_path(sandbox, options->arguments.items[i]) && sound;
    app_free(app);
    return sound ? 0 : 1;
}
