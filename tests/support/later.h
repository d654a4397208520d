#pragma once

#include "support/story.h"

/* A test that is run once in each release but the oldest. */
#define LATER_TEST(name)                                                                                     \
    RELEASE_TEST(name, 0_63, "0.63"), RELEASE_TEST(name, 1_5, "1.5"), RELEASE_TEST(name, 2_0, "2.0")

/* Bodies of steps. */
#define NOBODY "00000000-0000-0000-0000-0000000000aa"
#define FRESH "00000000-0000-0000-0000-000000000000"
