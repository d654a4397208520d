#include "support/testing.h"

#include "domain/workspace/slug.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct slug_case {
    const char *name, *slug;
};

static void expect_slugs(const struct slug_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *slug = slugify(cases[i].name);
        assert_string_equal(slug, cases[i].slug);
        free(slug);
    }
}
#define EXPECT_SLUGS(cases) expect_slugs(cases, sizeof(cases) / sizeof *(cases))

static void words_are_joined_by_single_hyphens(void **state)
{
    (void)state;
    const struct slug_case cases[] = {
        {"My Workspace", "my-workspace"}, {"a  -  b", "a-b"},         {"a.b/c", "a-b-c"},
        {"under_score_", "under_score_"}, {"Sales & Co", "sales-co"}, {"100%", "100"},
    };
    EXPECT_SLUGS(cases);
}

static void nothing_is_left_at_the_ends(void **state)
{
    (void)state;
    const struct slug_case cases[] = {
        {"", ""},     {"   ", ""}, {" \t\nx ", "x"}, {"--x--", "x"},
        {"(x)", "x"}, {"!?", ""},  {"-", ""},        {"_", "_"},
    };
    EXPECT_SLUGS(cases);
}

static void letters_with_a_spelling_are_spelled(void **state)
{
    (void)state;
    const struct slug_case cases[] = {
        {"Äpfel & Öl über Straße", "aepfel-oel-ueber-strasse"},
        {"Ålesund på Ærø", "aalesund-paa-aeroe"},
        {"Iğdır Şişli İzmir", "igdir-sisli-izmir"},
        {"Łódź", "lodz"},
        {"Жук и борщ", "zhuk-i-borshch"},
        {"Щука, юла, яма, цех, чай", "shchuka-yula-yama-tseh-chaj"},
        {"соль", "sol"},
        {"подъезд", "pod-ezd"},
    };
    EXPECT_SLUGS(cases);
}

static void other_letters_lose_their_marks_or_vanish(void **state)
{
    (void)state;
    const struct slug_case cases[] = {
        {"Café Crème", "cafe-creme"},
        {"ﬁne", "fine"},
        {"№ 5", "no-5"},
        {"東京", ""},
        {"a東京b", "ab"},
        {"a–b", "ab"},
        {"x² + y²", "x2-y2"},
        {"ёлка", "lka"},
    };
    EXPECT_SLUGS(cases);
}

static void a_decomposed_letter_is_not_the_spelled_one(void **state)
{
    (void)state;
    const struct slug_case cases[] = {{"a\u0308", "a"}, {"\u00e4", "ae"}};
    EXPECT_SLUGS(cases);
}

static void slugs_of_slugs_are_themselves(void **state)
{
    (void)state;
    const char *alphabet[] = {"a", "Z", "9", "_", "-", " ", "ä", "щ", "東", "é", "\t", "'", "\U0001f600"};
    const size_t letters = sizeof alphabet / sizeof *alphabet;
    for (unsigned number = 0; number < 13u * 13 * 13; number++) {
        char name[16] = "";
        for (unsigned rest = number, i = 0; i < 3; i++, rest /= (unsigned)letters)
            strcat(name, alphabet[rest % letters]);
        char *once = slugify(name), *twice = slugify(once);
        assert_string_equal(once, twice);
        assert_null(strstr(once, "--"));
        for (const char *c = once; *c; c++)
            assert_true(isdigit(*c) || islower(*c) || *c == '_' || *c == '-');
        free(once);
        free(twice);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_joined_by_single_hyphens),
        cmocka_unit_test(nothing_is_left_at_the_ends),
        cmocka_unit_test(letters_with_a_spelling_are_spelled),
        cmocka_unit_test(other_letters_lose_their_marks_or_vanish),
        cmocka_unit_test(a_decomposed_letter_is_not_the_spelled_one),
        cmocka_unit_test(slugs_of_slugs_are_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
