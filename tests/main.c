/* All tests in one program: runs those of the file that it is called by, as test_unit_cron. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The table of the files of tests, which the build writes. */
#define TEST(name) int main_of_##name(void);
#include "tests.def"
#undef TEST

static const struct {
    const char *program;
    int (*run)(void);
} tests[] = {
#define TEST(name) {"test_" #name, main_of_##name},
#include "tests.def"
#undef TEST
};

int main(void)
{
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        if (strcmp(tests[i].program, program_invocation_short_name) == 0)
            return tests[i].run();
    fprintf(stderr, "%s: run a link to me, as test_unit_cron\n", program_invocation_short_name);
    return 2;
}
