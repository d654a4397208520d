#pragma once

#include "gateway/app.h"
#include "gateway/route.h"

/* What a request is to the jobs of a sandbox, whichever API it came by. */
enum deed_kind {
    DEED_OTHER,
    DEED_RUN,    /* asks for a sync, reset, clear or refresh */
    DEED_POLL,   /* asks after one job */
    DEED_CANCEL, /* cancels one job */
    DEED_LOOK,   /* asks after the jobs of a connection */
};

struct deed {
    const struct logged_request *request;
    const struct route *route; /* NULL where the path leads nowhere */
    enum deed_kind kind;
    char connection_id[37]; /* whose; "" where it is not known */
    int64_t job_id;         /* polled, cancelled, or begun, as far as the client was told; else 0 */
    char status[16];        /* of that job, as the client was told; "" where it was not */
};

/* Borrowed from the request and the app; nothing is to be freed. */
struct deed deed_of(const struct app *app, const struct logged_request *request);

/* True where the client was answered, and with a success. */
bool deed_done(const struct deed *deed);

/* True where a fault took the answer's place, or nobody was there to get it. */
bool deed_answer_lost(const struct deed *deed);
