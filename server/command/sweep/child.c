#include "command/sweep/child.h"

#include "base/die.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OURS = 5 };

/* Our own environment with these variables in the place of any of theirs. To be freed with the first `count`
 * of its texts. */
static char **environment_with(char *const *variables, size_t count)
{
    size_t size = 0, kept = count;
    while (environ[size])
        size++;
    char **environment = must_zalloc((size + count + 1) * sizeof(char *));
    memcpy(environment, variables, count * sizeof(char *));
    for (size_t i = 0; i < size; i++) {
        bool replaced = false;
        for (size_t j = 0; j < count; j++)
            replaced = replaced || strncmp(environ[i], variables[j], strcspn(variables[j], "=") + 1) == 0;
        if (!replaced)
            environment[kept++] = environ[i];
    }
    return environment;
}

static char **environment_of(const struct options *options, const struct child_place *place)
{
    char *variables[OURS] = {
        must_printf("FAKEBYTE_URL=http://127.0.0.1:%u/sandboxes/%s", place->port, place->sandbox),
        must_printf("FAKEBYTE_USERNAME=%s+%s", options->username, place->sandbox),
        must_printf("FAKEBYTE_PASSWORD=%s", options->password),
        must_printf("FAKEBYTE_CLIENT_ID=%s+%s", options->client_id, place->sandbox),
        must_printf("FAKEBYTE_CLIENT_SECRET=%s", options->client_secret),
    };
    return environment_with(variables, OURS);
}

/* A group of its own, and no signal blocked that we wait for. */
static void set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_init(attributes);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(attributes, 0);
    posix_spawnattr_setsigmask(attributes, &none);
}

static void redirect(posix_spawn_file_actions_t *actions, const char *output)
{
    posix_spawn_file_actions_init(actions);
    if (output && !*output)
        return;
    posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, output ? output : "/dev/null",
                                     O_WRONLY | O_CREAT | O_TRUNC, 0666);
    posix_spawn_file_actions_adddup2(actions, STDOUT_FILENO, STDERR_FILENO);
}

bool child_start(const struct options *options, const struct child_place *place, const char *output,
                 pid_t *pid, char **error)
{
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    char **environment = environment_of(options, place);
    char **words = must_zalloc((options->arguments.count + 1) * sizeof(char *));
    for (size_t i = 0; i < options->arguments.count; i++)
        words[i] = must_strdup(options->arguments.items[i]);
    set_attributes(&attributes);
    redirect(&actions, output);
    int result = posix_spawnp(pid, words[0], &actions, &attributes, words, environment);
    if (result != 0)
        *error = must_printf("cannot run %s: %s", words[0], strerror(result));
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    for (size_t i = 0; i < OURS; i++)
        free(environment[i]);
    for (size_t i = 0; words[i]; i++)
        free(words[i]);
    free(environment);
    free(words);
    return result == 0;
}

void child_kill(pid_t pid)
{
    kill(-pid, SIGKILL);
}
