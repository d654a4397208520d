#include "torture/ground.h"

#include "api/routes.h"
#include "base/die.h"
#include "sandbox/sandbox_files.h"
#include "torture/ask.h"
#include "torture/rows.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "w");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        die("%s: %s", path, strerror(errno));
}

static void copy_file(const char *from, const char *to)
{
    static char bytes[1 << 22];
    FILE *file = fopen(from, "r");
    if (!file)
        die("%s: %s", from, strerror(errno));
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    write_file(to, bytes, size);
}

static void remove_files(const char *folder)
{
    DIR *files = opendir(folder);
    for (struct dirent *file; files && (file = readdir(files));) {
        char *path = must_printf("%s/%s", folder, file->d_name);
        if (file->d_name[0] != '.')
            unlink(path);
        free(path);
    }
    if (files)
        closedir(files);
}

static void copy_files(const char *from, const char *to)
{
    mkdir(to, 0777);
    remove_files(to);
    DIR *files = opendir(from);
    for (struct dirent *file; files && (file = readdir(files));) {
        if (file->d_name[0] == '.')
            continue;
        char *source = must_printf("%s/%s", from, file->d_name);
        char *target = must_printf("%s/%s", to, file->d_name);
        copy_file(source, target);
        free(source);
        free(target);
    }
    if (files)
        closedir(files);
}

struct app *ground_server(const char *file, char **error)
{
    struct api_options options = {
        .routes = routes,
        .route_count = route_count,
        .access = {.auth = AUTH_NONE,
                   .username = "airbyte",
                   .password = "password",
                   .client_id = "tests",
                   .client_secret = "sesame",
                   .token_lifetime = 900 * SECOND},
        .check_replies = true,
        .start = {.seed = 1,
                  .clock_mode = CLOCK_FROZEN,
                  .clock_time = INT64_C(1677661200) * SECOND,
                  .file = file,
                  .max_sandboxes = 8,
                  .max_requests = 10},
        .settings = {.sync_span = 10 * SECOND,
                     .max_attempts = 3,
                     .max_failed_jobs_in_a_row = 100,
                     .max_days_of_only_failed_jobs = 14,
                     .webapp_url = "http://localhost:8000"},
    };
    return app_new(&options, error);
}

/* The database as it is once SUBJECT has loaded the fixture. */
static void make_kept(struct ground *ground)
{
    struct reply reply = ask(ground->app, SUBJECT, &scenario_fixture);
    if (reply.status != scenario_fixture.status)
        die("the fixture: %u %s", reply.status, reply.body ? reply.body : "");
    reply_clear(&reply);
    struct sandbox *subject = sandboxes_find(ground->app->sandboxes, SUBJECT);
    ground->kept = store_save(subject->world.store, &ground->kept_size);
    char *error = NULL;
    if (!sandboxes_delete(ground->app->sandboxes, SUBJECT, &error))
        die("%s", error);
}

struct ground ground_new(void)
{
    struct ground ground = {.folder = must_strdup("/tmp/fakebyte-torture-XXXXXX")};
    char *error = NULL;
    if (!mkdtemp(ground.folder))
        die("%s: %s", ground.folder, strerror(errno));
    ground.file = must_printf("%s/state.db", ground.folder);
    ground.app = ground_server(ground.file, &error);
    if (!ground.app)
        die("no server: %s", error);
    make_kept(&ground);
    return ground;
}

void ground_free(struct ground *ground)
{
    app_free(ground->app);
    char *command = must_printf("rm -r '%s'", ground->folder);
    if (system(command) != 0)
        die("%s", command);
    free(command);
    free(ground->kept);
    free(ground->file);
    free(ground->folder);
}

static char *sandboxes_folder(const struct ground *ground)
{
    return must_printf("%s.d", ground->file);
}

static char *folder_aside(const struct ground *ground, size_t number)
{
    return must_printf("%s/aside-%zu", ground->folder, number);
}

char *ground_file(const struct ground *ground, const char *sandbox)
{
    return sandbox_files_path(ground->file, sandbox);
}

static void lay_file(const struct ground *ground, const char *sandbox)
{
    char *path = ground_file(ground, sandbox);
    char *beside = must_printf("%s.name", path);
    write_file(path, ground->kept, ground->kept_size);
    write_file(beside, sandbox, strlen(sandbox));
    free(beside);
    free(path);
}

void ground_lay(const struct ground *ground, const struct scenario *scenario)
{
    char *folder = sandboxes_folder(ground);
    remove_files(folder);
    rmdir(folder);
    if (scenario->kept || scenario->whole_life)
        mkdir(folder, 0777);
    if (scenario->kept)
        lay_file(ground, SUBJECT);
    if (scenario->other_kept)
        lay_file(ground, OTHER);
    free(folder);
}

static void reap(const struct ground *ground, const char *name, bool memory, struct text *out)
{
    char *error = NULL;
    struct sandbox *sandbox = sandboxes_open(ground->app->sandboxes, name, &error);
    text_add_format(out, "== %s\n", name);
    if (sandbox) {
        rows_dump(sandbox->world.store, memory, out);
        if (!sandboxes_delete(ground->app->sandboxes, name, &error))
            text_add_format(out, "cannot be taken away: %s\n", error);
        free(error);
        return;
    }
    text_add_format(out, "cannot be opened: %s\n", error);
    free(error);
}

char *ground_reap(const struct ground *ground, const struct scenario *scenario)
{
    struct text out = {0};
    reap(ground, SUBJECT, !scenario->whole_life, &out);
    if (scenario->two)
        reap(ground, OTHER, true, &out);
    return text_take(&out);
}

void ground_keep(const struct ground *ground, size_t number)
{
    char *folder = sandboxes_folder(ground), *aside = folder_aside(ground, number);
    copy_files(folder, aside);
    free(folder);
    free(aside);
}

void ground_bring_back(const struct ground *ground, size_t number)
{
    char *folder = sandboxes_folder(ground), *aside = folder_aside(ground, number);
    copy_files(aside, folder);
    free(folder);
    free(aside);
}
