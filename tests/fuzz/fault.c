/* Fault documents. A request meets what is accepted; what it does to the answer was asked for. */
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct app *app = fuzz_app();
    fuzz_call(app, "POST", "/__admin/faults", data, size);
    json_decref(fuzz_get(app, "/__admin/faults"));
    fuzz_post(app, "/__admin/reset", "{}");
    return 0;
}
