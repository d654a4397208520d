#include "base/rng.h"

#include <string.h>

static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint64_t hash_text(const char *text, uint64_t seed)
{
    uint64_t hash = seed ^ UINT64_C(0xcbf29ce484222325);
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return mix(hash);
}

static uint64_t with_word(uint64_t hash, const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* The last word of longer bytes overlaps the one before. */
uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t size)
{
    char rest[sizeof(uint64_t)] = {0};
    hash ^= size;
    if (size < sizeof rest) {
        for (size_t i = 0; i < size; i++)
            rest[i] = bytes[i];
        return with_word(hash, rest);
    }
    for (size_t at = 0; at < size - sizeof rest; at += sizeof rest)
        hash = with_word(hash, bytes + at);
    return with_word(hash, bytes + size - sizeof rest);
}

struct rng rng_seeded(uint64_t seed, const char *name)
{
    return (struct rng){hash_text(name, seed)};
}

uint64_t rng_next(struct rng *rng)
{
    rng->state += UINT64_C(0x9e3779b97f4a7c15);
    return mix(rng->state);
}

int64_t rng_between(struct rng *rng, int64_t low, int64_t high)
{
    uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    return span ? (int64_t)((uint64_t)low + rng_next(rng) % span) : (int64_t)rng_next(rng);
}

double rng_unit(struct rng *rng)
{
    return (double)(rng_next(rng) >> 11) * 0x1.0p-53;
}
