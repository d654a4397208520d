#include "api/routes.h"
#include "base/die.h"
#include "base/log.h"
#include "gateway/app.h"

/* There is one process and one log: it is both of the real server's. */
bool logs_get(struct call *call)
{
    const struct log *log = call->app->options.log;
    return reply_text(call, log ? log_text(log) : must_strdup(""));
}
