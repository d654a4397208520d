/* Fixture documents. What loads is exported, and the export loads into a fresh server. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>

static void export_and_load(struct app *app)
{
    json_auto_t *first = fuzz_get(app, "/__admin/export");
    char *text = json_dumps(first, JSON_COMPACT);
    if (fuzz_post(app, "/__admin/reset", "{}") >= 300 || fuzz_post(app, "/__admin/fixtures", text) != 200) {
        fprintf(stderr, "the export does not load: %s\n", text);
        abort();
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct app *app = fuzz_app();
    if (fuzz_call(app, "POST", "/__admin/fixtures", data, size) == 200)
        export_and_load(app);
    fuzz_reset(app);
    return 0;
}
