#pragma once

#include <stddef.h>

/*
 * Memory for what comes and goes in about the same order, as a log's requests do: taken from blocks in a row,
 * and a block is given back with the last that lies in it. Starts as {0}.
 */
struct log_room {
    struct log_block *newest; /* NULL before anything was taken */
};

/* Uninitialized, aligned for whatever is put there. */
void *log_room_take(struct log_room *room, size_t size);

/* NULL is fine. */
void log_room_give(struct log_room *room, void *taken);

/* Once everything was given back. */
void log_room_free(struct log_room *room);
