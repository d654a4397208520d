/* GnuTLS, which libmicrohttpd brings along, is not begun. */
#include "support/testing.h"

#include <dlfcn.h>
#include <string.h>

/* What a library finds by that name; a test with sanitizers is linked as the program is. */
static int ask(const char *name)
{
    int (*function)(void) = NULL;
    void *found = dlsym(RTLD_DEFAULT, name);
    assert_non_null(found);
    memcpy(&function, &found, sizeof function);
    return function();
}

static void it_is_told_not_to_begin(void **state)
{
    (void)state;
    assert_int_equal(ask("_gnutls_global_init_skip"), 1);
}

static void and_who_begins_it_does_not_reach_it(void **state)
{
    Dl_info ours, theirs;
    (void)state;
    assert_int_equal(ask("gnutls_global_init"), 0);
    assert_true(dladdr(dlsym(RTLD_DEFAULT, "gnutls_global_init"), &ours));
    assert_true(dladdr(dlsym(RTLD_DEFAULT, "MHD_start_daemon"), &theirs));
    assert_null(strstr(ours.dli_fname, "gnutls"));
    assert_string_not_equal(ours.dli_fname, theirs.dli_fname);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_told_not_to_begin),
        cmocka_unit_test(and_who_begins_it_does_not_reach_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
