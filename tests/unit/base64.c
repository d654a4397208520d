/* The vectors of RFC 4648, both ways, and what is no base64. */
#include "support/testing.h"

#include "base/base64.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *bytes, *text;
} vectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
    {"\xff\xef\xbe", "/+++"},
};

enum { VECTORS = sizeof vectors / sizeof *vectors };

static void bytes_become_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < VECTORS; i++) {
        char *text = base64_encode(vectors[i].bytes, strlen(vectors[i].bytes));
        assert_string_equal(text, vectors[i].text);
        free(text);
    }
}

static void text_becomes_bytes_again_with_or_without_padding(void **state)
{
    (void)state;
    char bytes[16], bare[16];
    for (size_t i = 0; i < VECTORS; i++) {
        assert_true(base64_decode(vectors[i].text, bytes, sizeof bytes));
        assert_string_equal(bytes, vectors[i].bytes);
        memcpy(bare, vectors[i].text, strlen(vectors[i].text) + 1);
        bare[strcspn(bare, "=")] = '\0';
        assert_true(base64_decode(bare, bytes, sizeof bytes));
        assert_string_equal(bytes, vectors[i].bytes);
    }
}

static void what_is_none_or_does_not_fit_is_refused(void **state)
{
    (void)state;
    char bytes[4];
    assert_false(base64_decode("Zm9!", bytes, sizeof bytes));
    assert_false(base64_decode("Zm9v=Zg", bytes, sizeof bytes));
    assert_false(base64_decode("Zm9vYg==", bytes, sizeof bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_become_text),
        cmocka_unit_test(text_becomes_bytes_again_with_or_without_padding),
        cmocka_unit_test(what_is_none_or_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
