#include "sandbox/request/log_room.h"

#include "base/die.h"

#include <stdalign.h>
#include <stdlib.h>

/* Small, so that one request that stays holds little else. */
enum { BLOCK = 8 << 10, ALIGNMENT = alignof(max_align_t) };

struct log_block {
    size_t used, size; /* bytes */
    size_t taken;      /* pieces that were not given back */
    alignas(max_align_t) char bytes[];
};

/* Before each piece. */
struct piece {
    struct log_block *block;
    alignas(max_align_t) char bytes[];
};

static struct log_block *block_new(size_t needed)
{
    size_t size = needed > BLOCK ? needed : BLOCK;
    struct log_block *block = must_alloc(sizeof *block + size);
    *block = (struct log_block){.size = size};
    return block;
}

/* The one before stays for as long as pieces of it are taken. */
static void begin_block(struct log_room *room, size_t needed)
{
    if (room->newest && !room->newest->taken)
        free(room->newest);
    room->newest = block_new(needed);
}

void *log_room_take(struct log_room *room, size_t size)
{
    size_t needed = (sizeof(struct piece) + size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!room->newest || room->newest->size - room->newest->used < needed)
        begin_block(room, needed);
    struct log_block *block = room->newest;
    struct piece *piece = (struct piece *)(void *)(block->bytes + block->used);
    piece->block = block;
    block->used += needed;
    block->taken++;
    return piece->bytes;
}

static struct piece *piece_of(void *taken)
{
    return (struct piece *)(void *)((char *)taken - offsetof(struct piece, bytes));
}

void log_room_give(struct log_room *room, void *taken)
{
    struct log_block *block = taken ? piece_of(taken)->block : NULL;
    if (!block || --block->taken)
        return;
    if (block == room->newest)
        block->used = 0;
    else
        free(block);
}

void log_room_free(struct log_room *room)
{
    free(room->newest);
    *room = (struct log_room){0};
}
