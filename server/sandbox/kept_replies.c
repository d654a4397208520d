#include "sandbox/kept_replies.h"

#include "base/blocks.h"
#include "base/die.h"
#include "base/rng.h"

#include <stdlib.h>
#include <string.h>

/* Few places serve who polls a few things. */
enum { FEW_PLACES = 256, MANY_DISPLACED = 512, MANY_BITS = 12, MANY_PLACES = 1 << MANY_BITS };
enum { BODY = 3, PIECES };

/* The time of a reply that tells none. */
static const int64_t ANY_TIME = INT64_MIN;

struct kept_place {
    uint64_t asked; /* the hash of what was asked last */
    struct kept_reply *reply;
};

struct kept_reply {
    const struct route *route;
    enum release release;
    enum clock_mode mode;
    uint64_t changes;
    int64_t time; /* that it tells, or ANY_TIME */
    unsigned status;
    const char *content_type;
    size_t question_size, body_size;
    char bytes[]; /* of the question, then of the body */
};

/* A clock's mode decides what a poll does; the host is in links. */
struct question {
    const struct route *route;
    enum release release;
    enum clock_mode mode;
    const char *pieces[PIECES];
    size_t sizes[PIECES]; /* each with the NUL behind it */
    size_t size;
};

/* A host that no request can name stands for none. */
static struct question question_of(const struct world *world, const struct route *route,
                                   const struct request *request)
{
    const char *host = request->known[HEADER_HOST] ? request->known[HEADER_HOST] : "\n";
    size_t path = strlen(request->path) + 1, query = *request->query ? strlen(request->query) + 1 : 1,
           name = strlen(host) + 1, body = request->body_size + 1;
    return (struct question){
        .route = route,
        .release = world->release,
        .mode = world->clock.mode,
        .pieces = {request->path, request->query, host, request->body},
        .sizes = {path, query, name, body},
        .size = path + query + name + body,
    };
}

/* Of a row with a body only the body: the path is the row's, and hosts and queries hardly differ. */
static uint64_t hash_of(const struct question *question)
{
    uint64_t hash = (uintptr_t)question->route ^ question->release ^ (uint64_t)question->mode << 8;
    for (size_t i = question->sizes[BODY] > 1 ? BODY : 0; i < PIECES; i++)
        hash = hash_bytes(hash, question->pieces[i], question->sizes[i]);
    return hash;
}

static void begin(struct kept_replies *kept, size_t count)
{
    kept_replies_clear(kept);
    kept->places = must_zalloc(count * sizeof *kept->places);
    kept->count = count;
}

/* The highest bits of a hash tell most. */
static struct kept_place *place_of(struct kept_replies *kept, uint64_t hash)
{
    if (!kept->places)
        begin(kept, FEW_PLACES);
    return &kept->places[hash >> (64 - MANY_BITS) & (kept->count - 1)];
}

/* Whether the same was asked in its place before; now it was. Where many questions displace one another, they
 * get more places, once. */
static bool asked_again(struct kept_replies *kept, uint64_t hash)
{
    struct kept_place *place = place_of(kept, hash);
    uint64_t before = place->asked;
    place->asked = hash;
    kept->displaced += before && before != hash;
    if (kept->count == FEW_PLACES && kept->displaced > MANY_DISPLACED)
        begin(kept, MANY_PLACES);
    return before == hash;
}

static bool answers(const struct kept_reply *reply, const struct question *question)
{
    const char *at = reply->bytes;
    if (reply->route != question->route || reply->release != question->release ||
        reply->mode != question->mode || reply->question_size != question->size)
        return false;
    for (size_t i = 0; i < PIECES; at += question->sizes[i], i++)
        if (memcmp(at, question->pieces[i], question->sizes[i]) != 0)
            return false;
    return true;
}

static bool holds(const struct kept_reply *reply, const struct world *world)
{
    bool unchanged = reply->changes == store_changes(world->store);
    return unchanged && (reply->time == ANY_TIME || reply->time == world->now);
}

static void give(const struct kept_reply *reply, struct reply *to)
{
    char *body = block_take(reply->body_size + 1);
    memcpy(body, reply->bytes + reply->question_size, reply->body_size);
    body[reply->body_size] = '\0';
    reply_set(to, reply->status, reply->content_type, body, reply->body_size);
}

bool kept_reply_find(struct kept_replies *kept, const struct world *world, const struct route *route,
                     struct exchange *exchange, bool *again)
{
    struct question question = question_of(world, route, &exchange->request);
    uint64_t hash = hash_of(&question);
    *again = asked_again(kept, hash);
    const struct kept_reply *reply = place_of(kept, hash)->reply;
    if (!*again || !reply || !holds(reply, world) || !answers(reply, &question))
        return false;
    give(reply, &exchange->reply);
    return true;
}

struct kept_since kept_reply_begin(struct world *world, const struct reply *reply)
{
    world->time_told = false;
    return (struct kept_since){store_changes(world->store), world->rng.state, reply->header_count};
}

/* One that tells the time of a clock that runs is another the next time. */
static bool may_be_kept(const struct world *world, const struct question *question, const struct reply *reply,
                        const struct kept_since *since)
{
    bool untouched = since->changes == store_changes(world->store) && since->random == world->rng.state;
    bool stands = !world->time_told || world->clock.factor == 0;
    bool plain =
        reply->body && !reply->stream.read && !reply->breaks && reply->header_count == since->headers;
    return untouched && stands && plain && reply->body_size <= KEPT_REPLY && question->size <= KEPT_QUESTION;
}

static size_t size_of(const struct kept_reply *reply)
{
    return reply ? sizeof *reply + reply->question_size + reply->body_size : 0;
}

static struct kept_reply *kept_reply_new(const struct world *world, const struct question *question,
                                         const struct reply *reply)
{
    struct kept_reply *made = must_alloc(sizeof *made + question->size + reply->body_size);
    char *to = made->bytes;
    *made = (struct kept_reply){
        .route = question->route,
        .release = question->release,
        .mode = question->mode,
        .changes = store_changes(world->store),
        .time = world->time_told ? world->now : ANY_TIME,
        .status = reply->status,
        .content_type = reply->content_type,
        .question_size = question->size,
        .body_size = reply->body_size,
    };
    for (size_t i = 0; i < PIECES; to += question->sizes[i], i++)
        memcpy(to, question->pieces[i], question->sizes[i]);
    memcpy(to, reply->body, reply->body_size);
    return made;
}

static void drop(struct kept_replies *kept, struct kept_place *place)
{
    kept->size -= size_of(place->reply);
    free(place->reply);
    place->reply = NULL;
}

/* Drops what was kept before the world changed last. */
static void sweep(struct kept_replies *kept, uint64_t changes)
{
    for (size_t i = 0; i < kept->count; i++)
        if (kept->places[i].reply && kept->places[i].reply->changes != changes)
            drop(kept, &kept->places[i]);
    kept->swept = changes;
}

/* What there is stays where the bytes run out: who polls more than fits in turn would else never find
 * anything. */
static void put(struct kept_replies *kept, uint64_t hash, struct kept_reply *reply)
{
    struct kept_place *place = place_of(kept, hash);
    size_t size = size_of(reply);
    drop(kept, place);
    if (kept->size + size > KEPT_BYTES && kept->swept != reply->changes)
        sweep(kept, reply->changes);
    if (kept->size + size > KEPT_BYTES) {
        free(reply);
        return;
    }
    place->reply = reply;
    kept->size += size;
}

void kept_reply_end(struct kept_replies *kept, const struct world *world, const struct route *route,
                    const struct exchange *exchange, const struct kept_since *since)
{
    struct question question = question_of(world, route, &exchange->request);
    if (may_be_kept(world, &question, &exchange->reply, since))
        put(kept, hash_of(&question), kept_reply_new(world, &question, &exchange->reply));
}

void kept_replies_clear(struct kept_replies *kept)
{
    for (size_t i = 0; kept->places && i < kept->count; i++)
        free(kept->places[i].reply);
    free(kept->places);
    *kept = (struct kept_replies){0};
}
