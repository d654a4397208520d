/* Plan documents. What is accepted is carried out: a check, a discovery, a sync, and a day that passes. */
#include "support.h"

static const struct {
    const char *path, *body;
} calls[] = {
    {"/v1/sources/check_connection", "{\"sourceId\": \"50000000-0000-4000-8000-000000000001\"}"},
    {"/v1/sources/discover_schema", "{\"sourceId\": \"50000000-0000-4000-8000-000000000001\"}"},
    {"/v1/connections/sync", "{\"connectionId\": \"" FUZZ_CONNECTION "\"}"},
    {"/__admin/clock/advance", "{\"seconds\": 86400}"},
    {"/v1/jobs/list", "{\"configTypes\": [\"sync\"], \"configId\": \"" FUZZ_CONNECTION "\"}"},
    {"/v1/jobs/get_debug_info", "{\"id\": 2}"},
    {"/v1/state/get", "{\"connectionId\": \"" FUZZ_CONNECTION "\"}"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct app *app = fuzz_app();
    if (fuzz_call(app, "POST", "/__admin/plans", data, size) == 201)
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
            fuzz_post(app, calls[i].path, calls[i].body);
    fuzz_reset(app);
    return 0;
}
