#include "release/member.h"

const struct member_row member_rows[] = {
#define MEMBER(SHAPE, NAME, SOURCE) {#SHAPE, #NAME, SOURCE, MEMBER_ABSENT},
#define TURNED(SHAPE, NAME, SOURCE) {#SHAPE, #NAME, SOURCE, MEMBER_OF_OLD_TYPE},
#define COMPLETED(SHAPE, NAME, SOURCE) {#SHAPE, #NAME, SOURCE, MEMBER_THERE},
#include "release/members.def"
#undef COMPLETED
#undef TURNED
#undef MEMBER
};

const size_t member_row_count = sizeof member_rows / sizeof *member_rows;
