/* Where in a text a JSON pointer leads. */
#include "support/testing.h"

#include "json/place.h"

static const char text[] = "{\n"
                           "  \"a/b\": [1, {\"x\\\"]\": \"}\"} , [[]], -1.5e3],\n"
                           "  \"\\u0061~\": {\"\": null,\"é\":true, \"last\": \"\\\\\"}\n"
                           "}\n";

static void pointers_lead_to_lines_and_columns(void **state)
{
    static const struct {
        const char *pointer;
        struct json_place place;
    } cases[] = {
        {"", {1, 1}},           {"/a~1b", {2, 3}},         {"/a~1b/0", {2, 11}},
        {"/a~1b/1", {2, 14}},   {"/a~1b/1/x\"]", {2, 15}}, {"/a~1b/2", {2, 30}},
        {"/a~1b/2/0", {2, 31}}, {"/a~1b/3", {2, 36}},      {"/a~0", {3, 3}},
        {"/a~0/", {3, 15}},     {"/a~0/é", {3, 24}},       {"/a~0/last", {3, 34}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_place place = json_place(text, cases[i].pointer);
        if (place.line != cases[i].place.line || place.column != cases[i].place.column)
            fail_msg("%s: %d:%d", cases[i].pointer, place.line, place.column);
    }
}

static void what_is_not_there_is_at_what_would_hold_it(void **state)
{
    static const struct {
        const char *text, *pointer;
        struct json_place place;
    } cases[] = {
        {text, "/none", {1, 1}},
        {text, "/a~1b/4", {2, 3}},
        {text, "/a~1b/0/deep/er", {2, 11}},
        {"\xEF\xBB\xBF [\n]", "/0", {1, 2}},
        {"5", "/x", {1, 1}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_place place = json_place(cases[i].text, cases[i].pointer);
        if (place.line != cases[i].place.line || place.column != cases[i].place.column)
            fail_msg("%s: %d:%d", cases[i].pointer, place.line, place.column);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pointers_lead_to_lines_and_columns),
        cmocka_unit_test(what_is_not_there_is_at_what_would_hold_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
