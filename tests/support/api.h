#pragma once

#include "support/testing.h"

#include "gateway/app.h"

#include <jansson.h>

/*
 * A server without its socket: frozen clock, fixed seed, no authentication, every reply checked against its
 * shape and written to the traffic log ($FAKEBYTE_TRAFFIC/<program>.jsonl) for the checks that look at all
 * tests together.
 */
struct api {
    struct app *app;
    unsigned status;     /* of the last call */
    const char *sandbox; /* where calls go, by path prefix; NULL for the default one */
};

/* 2023-03-01 09:00:00 UTC, where the tests' clock starts; seconds. */
#define TEST_TIME 1677661200

struct api *api_new(void);

/* As api_new() with other options; start from api_options() and change what matters. */
struct api *api_with(const struct api_options *options);
struct api_options api_test_options(void);
void api_free(struct api *api);

/* For cmocka: *state is a fresh api. */
int api_setup(void **state);
int api_teardown(void **state);

/* Any request, headers as "Name: value" texts ended by NULL. The reply is the caller's: reply_clear(). */
struct reply api_request(struct api *api, const char *method, const char *path, const char *body,
                         const char *const *headers);

/* What a request's header() is in these tests. */
const char *api_find_header(const struct request *request, const char *name);
void api_each_header(const struct request *request,
                     void (*visit)(void *arg, const char *name, const char *value), void *arg);

/* POSTs `body` (stolen; NULL for none) and gives the reply's JSON back (new; NULL where there is no body).
 * The status must be 200 or 204; for call_status() it must be `status`. */
json_t *call_ok(struct api *api, const char *path, json_t *body);
json_t *call_status(struct api *api, const char *path, json_t *body, unsigned status);

/* A call of the control API: "/clock/advance" is /__admin/clock/advance. Otherwise as call_status(). */
json_t *control(struct api *api, const char *method, const char *path, json_t *body, unsigned status);

/* A call of the public API: "/jobs/12" is /api/public/v1/jobs/12. Otherwise as call_status(). */
json_t *rest(struct api *api, const char *method, const char *path, json_t *body, unsigned status);

/* The same, whose problem document must have that title, and `piece` in its data.message. */
void rest_fails(struct api *api, const char *method, const char *path, json_t *body, unsigned status,
                const char *title, const char *piece);

/* A call for its effect. */
void call_done(struct api *api, const char *path, json_t *body);

/* The message of an error reply must contain `piece`; the reply is freed. */
void call_fails(struct api *api, const char *path, json_t *body, unsigned status, const char *piece);

/* The member behind a path such as "attempts[0].attempt.status". Borrowed; a missing one fails the test. */
json_t *at(const json_t *value, const char *path);
const char *text_at(const json_t *value, const char *path);
int64_t integer_at(const json_t *value, const char *path);
bool has(const json_t *value, const char *path);

/* Moves the clock on of the sandbox that calls go to. */
void api_advance(struct api *api, double seconds);

/* A fresh source, destination, connection of the built-in Faker and Local JSON: ids are the caller's to free.
 */
char *make_workspace(struct api *api, const char *name);
char *first_workspace(struct api *api);
char *make_source(struct api *api, const char *workspace_id);
char *make_destination(struct api *api, const char *workspace_id);

/* A manual connection of Faker's users and products to Local JSON, all of it new, in the first workspace. */
char *make_connection(struct api *api);

/* A new text with the member's value. */
char *take_text(json_t *value, const char *path);

/* {"<name>": "<value>"} */
json_t *one(const char *name, const char *value);

#define FAKER "dfd88b22-b603-4c3d-aad7-3701784586b1"
#define POKEAPI "6371b14b-bc68-4236-bfbd-468e8df8e968"
#define POSTGRES_SOURCE "decd338e-5647-4c0b-adf4-da0e75f5a750"
#define POSTGRES_DESTINATION "25c5221d-dce2-4163-ade9-739ef790f503"
#define LOCAL_JSON "a625d593-bba5-4a1c-a53d-2d246268a816"
#define UNKNOWN_ID "00000000-0000-0000-0000-0000000000aa"

/* For cmocka: the same whose calls go to a sandbox of the release that the test's initial state names. */
int api_setup_release(void **state);

/* A test that is run once in each release. */
#define RELEASE_TEST(name, ID, release)                                                                      \
    {                                                                                                        \
#name " in " release, name, api_setup_release, api_teardown, (void *)(uintptr_t)RELEASE_##ID         \
    }
#define EACH_RELEASE_TEST(name)                                                                              \
    RELEASE_TEST(name, 0_40, "0.40"), RELEASE_TEST(name, 0_63, "0.63"), RELEASE_TEST(name, 1_5, "1.5"),      \
        RELEASE_TEST(name, 2_0, "2.0")

/* A test that gets a fresh api of its own in *state. */
#define API_TEST(name) cmocka_unit_test_setup_teardown(name, api_setup, api_teardown)
