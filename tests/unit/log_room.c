#include "support/testing.h"

#include "base/rng.h"
#include "sandbox/request/log_room.h"

#include <stdint.h>
#include <string.h>

enum { PIECES = 64, STEPS = 20000, LONGEST = 3000 };

struct piece {
    unsigned char *bytes;
    size_t size;
};

/* Nobody else wrote into it. */
static void give_back(struct log_room *room, struct piece *piece, size_t mark)
{
    for (size_t i = 0; i < piece->size; i++)
        assert_int_equal(piece->bytes[i], mark);
    log_room_give(room, piece->bytes);
    piece->bytes = NULL;
}

static void pieces_do_not_overlap(void **state)
{
    (void)state;
    struct log_room room = {0};
    struct piece pieces[PIECES] = {0};
    struct rng rng = rng_seeded(7, "pieces");
    for (size_t step = 0; step < STEPS; step++) {
        size_t i = (size_t)rng_between(&rng, 0, PIECES - 1);
        struct piece *piece = &pieces[i];
        if (piece->bytes)
            give_back(&room, piece, i);
        piece->size = (size_t)rng_between(&rng, 0, step % 100 ? LONGEST / 10 : 5 * LONGEST);
        piece->bytes = log_room_take(&room, piece->size);
        assert_int_equal((uintptr_t)piece->bytes % _Alignof(max_align_t), 0);
        memset(piece->bytes, (int)i, piece->size);
    }
    for (size_t i = 0; i < PIECES; i++)
        if (pieces[i].bytes)
            give_back(&room, &pieces[i], i);
    log_room_give(&room, NULL);
    log_room_free(&room);
}

static void one_piece_at_a_time_takes_one_block(void **state)
{
    (void)state;
    struct log_room room = {0};
    void *first = log_room_take(&room, 100);
    log_room_give(&room, first);
    for (size_t i = 0; i < 1000; i++) {
        void *next = log_room_take(&room, 100);
        assert_ptr_equal(next, first);
        log_room_give(&room, next);
    }
    log_room_free(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(one_piece_at_a_time_takes_one_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
