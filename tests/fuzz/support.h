#pragma once

#include "gateway/app.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * A server without its socket that holds support.c's fixture: frozen clock, fixed seed, no authentication,
 * every reply checked against its shape. Made by the first call and kept, since making one costs more than
 * most inputs do; never freed.
 */
struct app *fuzz_app(void);

/* The same, but the one of this process lives on a loop. */
struct app *fuzz_app_on(struct loop *loop);

/* Puts everything back to what the fixture made. */
void fuzz_reset(struct app *app);

/* One call, with a body of any bytes. Ends the program where the answer is a 5xx, which no request may cause:
 * a reply that breaks its shape is one. The status; 0 where the answer is held back or lost on purpose. */
unsigned fuzz_call(struct app *app, const char *method, const char *path, const void *body, size_t size);

/* The same with a text, POSTed. */
unsigned fuzz_post(struct app *app, const char *path, const char *body);

/* The JSON of a GET. New reference. */
json_t *fuzz_get(struct app *app, const char *path);

/* The connection that the fixture holds. */
#define FUZZ_CONNECTION "c0000000-0000-4000-8000-000000000001"
