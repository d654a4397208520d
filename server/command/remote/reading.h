#pragma once

#include "command/options.h"
#include "gateway/app.h"
#include "remote/address.h"
#include "remote/walk.h"

/* An Airbyte, or a recording of one, on its way into a fixture. */
struct reading {
    const struct options *options;
    struct loop *loop;
    struct app *app; /* a fresh fakebyte, which knows what need not be told */
    struct address address;
    struct cassette *cassette; /* what was asked and answered; NULL where nobody wants it */
    struct journal *journal;   /* NULL for none */
    struct conversation *conversation;
    struct walk_options wanted;
    struct walk walk;
    struct loop_timer progress;
};

/* Whether that is a URL to be read, or the name of a cassette. */
bool reading_is_of_url(const char *target);

/* Of that URL, or, where it is none, the cassette of that name. `kept`: a file that keeps what was answered,
 * and from which is gone on; NULL for none. False with a new text in *error. To be closed in any case. */
bool reading_open(struct reading *reading, const struct options *options, const char *target,
                  const char *kept, char **error);

/* Reads everything, into reading->walk.document: a fixture that loads. Writes the recording that the options
 * name. False with a new text in *error. */
bool reading_run(struct reading *reading, char **error);

void reading_close(struct reading *reading);

/* Tells on standard error what is not in the fixture. */
void reading_tell_left_out(const struct reading *reading);
