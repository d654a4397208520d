#include "json/schema/internal.h"

#include "base/die.h"

/*
 * Patterns are JavaScript's (ECMA 262): \uXXXX is a character, [] never matches, $ is the very end, \d is an
 * ASCII digit. What PCRE2 does not take so, it gets another time with its own rules, where an unknown escape
 * is the character itself.
 */
struct dialect {
    uint32_t options;
    uint32_t extra;
};

enum { COMMON = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C };

static const struct dialect dialects[] = {
    {COMMON | PCRE2_ALT_BSUX | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF, PCRE2_EXTRA_ALT_BSUX},
    {COMMON, PCRE2_EXTRA_BAD_ESCAPE_IS_LITERAL},
};

enum { DIALECTS = sizeof dialects / sizeof *dialects };

static char *pattern_error(int code, size_t offset)
{
    PCRE2_UCHAR reason[256];
    pcre2_get_error_message(code, reason, sizeof reason);
    return must_printf("is no regular expression: %s, at offset %zu", (const char *)reason, offset);
}

pcre2_code *schema_pattern_compile(struct schema_unit *unit, const char *pattern, char **error)
{
    int first_code = 0;
    size_t first_offset = 0;
    for (size_t i = 0; i < DIALECTS; i++) {
        int code;
        size_t offset;
        pcre2_set_compile_extra_options(unit->pattern_options, dialects[i].extra);
        pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, dialects[i].options,
                                             &code, &offset, unit->pattern_options);
        if (compiled)
            return compiled;
        if (i == 0) {
            first_code = code;
            first_offset = offset;
        }
    }
    *error = pattern_error(first_code, first_offset);
    return NULL;
}

bool schema_pattern_found(const struct schema_unit *unit, const pcre2_code *pattern, const char *text,
                          size_t length)
{
    return pcre2_match(pattern, (PCRE2_SPTR)text, length, 0, 0, unit->match, unit->match_limits) >= 0;
}
