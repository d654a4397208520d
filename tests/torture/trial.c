#include "torture/trial.h"

#include "base/die.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 60 }; /* seconds; a process that takes longer hangs */

/* Where the victim writes and its watcher reads. */
static struct report *shared_report(void)
{
    static struct report *report;
    if (!report)
        report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (report == MAP_FAILED)
        die("no shared memory: %s", strerror(errno));
    *report = (struct report){0};
    return report;
}

static char *read_all(int from)
{
    struct text words = {0};
    char bytes[4096];
    for (ssize_t size; (size = read(from, bytes, sizeof bytes)) > 0;)
        text_add_bytes(&words, bytes, (size_t)size);
    close(from);
    return text_take(&words);
}

static pid_t start(const struct ground *ground, const struct scenario *scenario, bool keep,
                   struct report *report, int *words)
{
    int ends[2];
    if (pipe(ends) != 0)
        die("pipe: %s", strerror(errno));
    pid_t victim = fork();
    if (victim < 0)
        die("fork: %s", strerror(errno));
    if (victim == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        alarm(PATIENCE);
        dup2(ends[1], STDERR_FILENO);
        victim_run(ground, scenario, keep, report);
    }
    close(ends[1]);
    *words = ends[0];
    return victim;
}

/* "fakebyte: <what failed>", and not a word more. */
static bool one_line(const char *words)
{
    const char *end = strchr(words, '\n');
    return strncmp(words, "fakebyte: ", 10) == 0 && end > words + 10 && end[1] == '\0';
}

static bool says_what(enum failing kind, const char *words)
{
    bool memory = strstr(words, ": out of memory\n");
    return one_line(words) && (kind != FAILING_ALLOCATION || memory) && !strstr(words, "not an error");
}

static enum ending ending_of(const struct scenario *scenario, enum failing kind, int status,
                             const struct trial *trial)
{
    const struct report *report = &trial->report;
    bool lived = WIFEXITED(status) && !report->leaked && !*report->wrong;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && says_what(kind, trial->words))
        return ENDED;
    if (lived && WEXITSTATUS(status) == 1 && scenario->whole_life && one_line(trial->words))
        return REFUSED;
    if (!lived || WEXITSTATUS(status) != 0 || *trial->words)
        return BROKEN;
    return report->refused ? REFUSED : report->answered == scenario_steps(scenario) ? WENT_ON : BROKEN;
}

struct trial trial_run(const struct ground *ground, const struct scenario *scenario, enum failing kind,
                       unsigned long at, bool keep)
{
    struct trial trial = {0};
    struct report *report = shared_report();
    int words, status;
    ground_lay(ground, scenario);
    failing_choose(kind, at);
    pid_t victim = start(ground, scenario, keep, report, &words);
    trial.words = read_all(words);
    waitpid(victim, &status, 0);
    trial.report = *report;
    trial.ending = ending_of(scenario, kind, status, &trial);
    return trial;
}

void trial_free(struct trial *trial)
{
    free(trial->words);
}
