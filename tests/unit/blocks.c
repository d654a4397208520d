/* Small blocks that are used again. */
#include "support/testing.h"

#include "base/blocks.h"
#include "base/rng.h"

#include <stdlib.h>
#include <string.h>

enum { HELD = 300, LARGEST = 6000, TURNS = 20000 };

/* Reachable to the end, with what waits in it. */
static struct blocks blocks;

struct held {
    unsigned char *bytes, mark;
    size_t size;
};

static void take(struct held *held, struct rng *rng, unsigned char mark)
{
    size_t size = (size_t)rng_between(rng, 1, LARGEST);
    *held = (struct held){.bytes = blocks_take(&blocks, size), .mark = mark, .size = size};
    memset(held->bytes, mark, size);
}

static void give(struct held *held)
{
    for (size_t i = 0; i < held->size; i++)
        assert_int_equal(held->bytes[i], held->mark);
    blocks_give(&blocks, held->bytes);
    *held = (struct held){0};
}

static void no_two_share_a_byte(void **state)
{
    struct rng rng = rng_seeded(1, "blocks");
    struct held held[HELD] = {0};
    (void)state;
    for (int turn = 0; turn < TURNS; turn++) {
        struct held *one = &held[rng_between(&rng, 0, HELD - 1)];
        if (one->bytes)
            give(one);
        else
            take(one, &rng, (unsigned char)turn);
    }
    for (size_t i = 0; i < HELD; i++)
        give(&held[i]);
}

static void what_is_given_is_taken_next(void **state)
{
    (void)state;
    void *small = blocks_take(&blocks, 33), *other = blocks_take(&blocks, 100);
    blocks_give(&blocks, small);
    blocks_give(&blocks, other);
    assert_ptr_equal(blocks_take(&blocks, 40), small);
    assert_ptr_equal(blocks_take(&blocks, 90), other);
    void *large = blocks_take(&blocks, 2200);
    blocks_give(&blocks, large);
    assert_ptr_equal(blocks_take(&blocks, 2100), large);
    free(small); /* as what jansson printed may be */
    free(other);
    free(large);
    blocks_give(&blocks, NULL);
}

/* More than 512 of a size are not kept: what is taken after those is new. */
static void few_wait(void **state)
{
    enum { MANY = 600, MOST = 512 };
    void *held[MANY];
    (void)state;
    for (size_t i = 0; i < MANY; i++)
        held[i] = blocks_take(&blocks, 200);
    for (size_t i = 0; i < MANY; i++)
        blocks_give(&blocks, held[i]);
    unsigned waiting = 0;
    for (size_t i = 0; i < sizeof blocks.shelves / sizeof *blocks.shelves; i++)
        waiting = blocks.shelves[i].count > waiting ? blocks.shelves[i].count : waiting;
    assert_int_equal(waiting, MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_share_a_byte),
        cmocka_unit_test(what_is_given_is_taken_next),
        cmocka_unit_test(few_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
