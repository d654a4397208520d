#include "command/remote/reading.h"

#include "base/die.h"
#include "base/file.h"
#include "base/moment.h"
#include "command/app_options.h"
#include "command/command.h"
#include "remote/finish.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PROGRESS_MS = 2000, FIRST_PAUSE_MS = 500 };

bool reading_is_of_url(const char *target)
{
    return strstr(target, "://") != NULL;
}

static struct walk_options wanted_of(const struct options *options, enum remote_choice choice)
{
    return (struct walk_options){
        .api = choice,
        .organization = options->organization,
        .workspaces = options->workspaces.items,
        .workspace_count = options->workspaces.count,
        .connections = options->wanted_connections,
        .jobs = options->past_jobs,
        .now = moment_now(),
        .release = options->sources[OPTION_INDEX_airbyte] == SOURCE_DEFAULT ? RELEASES
                                                                            : (enum release)options->airbyte,
    };
}

/* A token goes before what asks for one, that before a name and password, of which those in the URL count
 * first. */
static void set_credentials(const struct reading *reading, struct conversation_options *to)
{
    const struct options *options = reading->options;
    if (options->token) {
        to->token = options->token;
    } else if (options->sources[OPTION_INDEX_client_id] != SOURCE_DEFAULT) {
        to->client_id = options->client_id;
        to->client_secret = options->client_secret;
    } else if (reading->address.username) {
        to->username = reading->address.username;
        to->password = reading->address.password;
    } else if (*options->username) {
        to->username = options->username;
        to->password = options->password;
    }
}

static bool open_conversation(struct reading *reading, const char *target, char **error)
{
    struct conversation_options options = {.roots = {reading->address.roots[0], reading->address.roots[1]},
                                           .at_once = reading->options->at_once,
                                           .first_pause = FIRST_PAUSE_MS,
                                           .patience = reading->options->patience,
                                           .longest = (size_t)reading->options->longest_answer,
                                           .ca_file = reading->options->ca_file,
                                           .known = reading->cassette,
                                           .journal = reading->journal,
                                           .offline = !reading_is_of_url(target)};
    set_credentials(reading, &options);
    reading->conversation = conversation_new(reading->loop, &options, error);
    return reading->conversation != NULL;
}

/* What was answered before: in a cassette, or in a reading that was cut off. */
static bool recall(struct reading *reading, const char *target, const char *kept, char **error)
{
    if (!reading_is_of_url(target))
        reading->cassette = cassette_read(target, NULL, error);
    else if (kept && access(kept, F_OK) == 0)
        reading->cassette = cassette_read(kept, reading->address.shown, error);
    else if (reading->options->record || !kept)
        reading->cassette = cassette_new(reading->address.shown);
    return !*error;
}

static bool keep(struct reading *reading, const char *kept, char **error)
{
    if (kept)
        reading->journal = journal_open(kept, reading->address.shown, error);
    return !*error;
}

bool reading_open(struct reading *reading, const struct options *options, const char *target,
                  const char *kept, char **error)
{
    *reading = (struct reading){.options = options,
                                .loop = loop_new(),
                                .app = app_alone(options, error),
                                .address = address_read(target)};
    reading->wanted = wanted_of(options, reading->address.choice);
    if (!reading->app || !recall(reading, target, kept, error) || !keep(reading, kept, error) ||
        !open_conversation(reading, target, error))
        return false;
    struct sandbox *fresh = sandboxes_find(reading->app->sandboxes, "default");
    walk_begin(&reading->walk, &reading->wanted, reading->conversation, &fresh->world);
    return true;
}

static void tell_progress(void *arg)
{
    struct reading *reading = arg;
    struct conversation_count count = conversation_count(reading->conversation);
    fprintf(stderr, "fakebyte: %zu of %zu questions so far are answered\n", count.answered, count.asked);
    loop_timer_at(reading->loop, &reading->progress, loop_now() + PROGRESS_MS);
}

static void hear_signal(void *arg, int signal)
{
    (void)signal;
    conversation_give_up(((struct reading *)arg)->conversation, must_strdup("stopped"));
}

static void listen_to_signals(struct reading *reading)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    loop_signals(reading->loop, &signals, hear_signal, reading);
}

static bool write_recording(const struct reading *reading, char **error)
{
    if (!reading->options->record)
        return true;
    char *text = cassette_scrubbed(reading->cassette);
    bool written = file_replace(reading->options->record, text, 0600, error);
    free(text);
    return written;
}

bool reading_run(struct reading *reading, char **error)
{
    listen_to_signals(reading);
    reading->progress = (struct loop_timer){.callback = tell_progress, .arg = reading};
    loop_timer_at(reading->loop, &reading->progress, loop_now() + PROGRESS_MS);
    bool read = walk_server(&reading->walk, error);
    loop_timer_cancel(reading->loop, &reading->progress);
    return read && walk_finish(&reading->walk, error) && write_recording(reading, error);
}

void reading_close(struct reading *reading)
{
    walk_end(&reading->walk);
    conversation_free(reading->conversation);
    journal_close(reading->journal);
    cassette_free(reading->cassette);
    address_free(&reading->address);
    if (reading->app)
        app_free(reading->app);
    loop_free(reading->loop);
}

void reading_tell_left_out(const struct reading *reading)
{
    size_t index;
    json_t *line;
    json_array_foreach (reading->walk.left_out, index, line)
        command_complain(must_printf("left out: %s", json_string_value(line)));
}
