#pragma once

#include <stddef.h>
#include <stdint.h>

/* SplitMix64: a repeatable stream of numbers from a seed. Not for secrets. */
struct rng {
    uint64_t state;
};

/* A stream of its own for each name, so that sandboxes of one seed differ and each repeats. */
struct rng rng_seeded(uint64_t seed, const char *name);

uint64_t rng_next(struct rng *rng);

/* Uniform in [low, high], both included. */
int64_t rng_between(struct rng *rng, int64_t low, int64_t high);

/* Uniform in [0, 1). */
double rng_unit(struct rng *rng);

/* A number mixed from a text alone: for what must be the same at each asking. */
uint64_t hash_text(const char *text, uint64_t seed);

/* A number of any bytes, quick: for tables whose order nobody sees, and where it may be guessed. */
uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t size);
