#pragma once

#include "domain/world/world.h"

/*
 * Where members come from that documents do not hold: one function a member. `object` is what they are of, as
 * far as it is known; it may be changed otherwise, too. A new reference, or NULL where there is nothing to
 * say.
 */
#define MEMBER_SOURCE(name) json_t *name(struct world *world, json_t *object)

#define MEMBER(SHAPE, NAME, SOURCE) MEMBER_SOURCE(SOURCE);
#define TURNED MEMBER
#define COMPLETED MEMBER
#include "release/members.def"
#undef COMPLETED
#undef TURNED
#undef MEMBER

/* When a row's source is asked for the member: where the release's shape has it and the object has not; where
 * the object has it as an older release had, of another type; or where it is there at all. */
enum member_case { MEMBER_ABSENT, MEMBER_OF_OLD_TYPE, MEMBER_THERE };

struct member_row {
    const char *shape, *name;
    json_t *(*source)(struct world *world, json_t *object);
    enum member_case when;
};

/* In the order of their shapes. */
extern const struct member_row member_rows[];
extern const size_t member_row_count;
