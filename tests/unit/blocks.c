/* Small blocks that are used again. */
#include "support/testing.h"

#include "base/rng.h"
#include "json/blocks.h"

#include <stdlib.h>
#include <string.h>

enum { HELD = 300, LARGEST = 400, TURNS = 20000 };

struct held {
    unsigned char *bytes, mark;
    size_t size;
};

static void take(struct held *held, struct rng *rng, unsigned char mark)
{
    size_t size = (size_t)rng_between(rng, 1, LARGEST);
    *held = (struct held){.bytes = json_block_take(size), .mark = mark, .size = size};
    memset(held->bytes, mark, size);
}

static void give(struct held *held)
{
    for (size_t i = 0; i < held->size; i++)
        assert_int_equal(held->bytes[i], held->mark);
    json_block_give(held->bytes);
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
    void *small = json_block_take(33), *other = json_block_take(100);
    json_block_give(small);
    json_block_give(other);
    assert_ptr_equal(json_block_take(40), small);
    assert_ptr_equal(json_block_take(90), other);
    free(small); /* as what jansson printed may be */
    free(other);
    json_block_give(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_share_a_byte),
        cmocka_unit_test(what_is_given_is_taken_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
