#include "json/schema/internal.h"

#include "base/die.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/*
 * Patterns are java.util.regex's, which the real validator searches with. They are respelled for PCRE2 where
 * the two differ: \uXXXX is \x{XXXX}, \p{Alpha} is [:alpha:], a hyphen behind \w in a class is a hyphen; a
 * brace that begins no quantifier and [^] are faults. What ECMA 262 takes beyond that is taken too: an
 * unknown escape is the character itself, a bracket in a class is a bracket.
 */
struct respelling {
    const char *at;
    struct text text;
    bool in_class;
};

static const char *const posix_classes[] = {"Lower", "Upper", "ASCII", "Alpha", "Digit",  "Alnum", "Punct",
                                            "Graph", "Print", "Blank", "Cntrl", "XDigit", "Space", NULL};

static bool is_posix(const char *name, size_t size)
{
    for (const char *const *known = posix_classes; *known; known++)
        if (strlen(*known) == size && memcmp(*known, name, size) == 0)
            return true;
    return false;
}

/* \p{Alpha} and \P{Alpha}; other properties are PCRE2's as well. */
static bool respell_property(struct respelling *respelling)
{
    const char *at = respelling->at, *name = at + 3, *end = at[2] == '{' ? strchr(name, '}') : NULL;
    if ((at[1] | 0x20) != 'p' || !end || !is_posix(name, (size_t)(end - name)))
        return false;
    text_add(&respelling->text, respelling->in_class ? "[:" : "[[:");
    text_add(&respelling->text, at[1] == 'P' ? "^" : "");
    for (; name < end; name++)
        text_add_format(&respelling->text, "%c", tolower((unsigned char)*name));
    text_add(&respelling->text, respelling->in_class ? ":]" : ":]]");
    respelling->at = end + 1;
    return true;
}

static bool respell_unicode(struct respelling *respelling)
{
    const char *digits = respelling->at + 2;
    if (respelling->at[1] != 'u' || strspn(digits, "0123456789abcdefABCDEF") < 4)
        return false;
    text_add_format(&respelling->text, "\\x{%.4s}", digits);
    respelling->at = digits + 4;
    return true;
}

static void respell_escape(struct respelling *respelling)
{
    const char *at = respelling->at;
    if (respell_property(respelling) || respell_unicode(respelling))
        return;
    size_t size = at[1] ? 2 : 1;
    text_add_bytes(&respelling->text, at, size);
    respelling->at += size;
    bool range = respelling->in_class && at[1] && strchr("wWdDsS", at[1]) && at[2] == '-' && at[3] != ']';
    if (range) {
        text_add(&respelling->text, "\\-");
        respelling->at++;
    }
}

/* "{2}", "{2,}", "{2,3}" */
static bool is_quantifier(const char *at)
{
    size_t low = strspn(++at, "0123456789");
    at += low;
    if (*at == ',')
        at += 1 + strspn(at + 1, "0123456789");
    return low > 0 && *at == '}';
}

/* NULL, or what is wrong with what comes next. */
static const char *respell_next(struct respelling *respelling)
{
    const char *at = respelling->at;
    if (*at == '\\') {
        respell_escape(respelling);
        return NULL;
    }
    if (!respelling->in_class && *at == '{' && !is_quantifier(at))
        return "a brace that begins no quantifier";
    if (!respelling->in_class && strncmp(at, "[^]", 3) == 0)
        return "an empty class";
    respelling->in_class = respelling->in_class ? *at != ']' : *at == '[';
    text_add_bytes(&respelling->text, at, 1);
    respelling->at++;
    return NULL;
}

/* The same pattern as PCRE2 spells it, a new text; NULL, and the reason in *error, for what is none. */
static char *respelled(const char *pattern, char **error)
{
    struct respelling respelling = {.at = pattern};
    const char *wrong = NULL;
    while (*respelling.at && !wrong)
        wrong = respell_next(&respelling);
    if (!wrong)
        return text_take(&respelling.text);
    *error = must_printf("is no regular expression: %s, at offset %zu", wrong, respelling.at - pattern);
    text_free(&respelling.text);
    return NULL;
}

/* PCRE2's own rules first, then with unknown escapes as the characters themselves. */
static const uint32_t dialects[] = {0, PCRE2_EXTRA_BAD_ESCAPE_IS_LITERAL};

enum {
    OPTIONS = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_MATCH_UNSET_BACKREF | PCRE2_AUTO_CALLOUT,
    DIALECTS = sizeof dialects / sizeof *dialects
};

static char *pattern_error(int code, size_t offset)
{
    PCRE2_UCHAR reason[256];
    pcre2_get_error_message(code, reason, sizeof reason);
    return must_printf("is no regular expression: %s, at offset %zu", (const char *)reason, offset);
}

pcre2_code *schema_pattern_compile(struct schema_unit *unit, const char *pattern, char **error)
{
    int code = 0;
    size_t offset = 0;
    pcre2_code *compiled = NULL;
    char *spelled = respelled(pattern, error);
    if (!spelled)
        return NULL;
    for (size_t i = 0; i < DIALECTS && !compiled; i++) {
        pcre2_set_compile_extra_options(unit->pattern_options, dialects[i]);
        compiled = pcre2_compile((PCRE2_SPTR)spelled, PCRE2_ZERO_TERMINATED, OPTIONS, &code, &offset,
                                 unit->pattern_options);
    }
    if (!compiled)
        *error = pattern_error(code, offset);
    free(spelled);
    return compiled;
}

/* Letters that one step looks at. */
enum { LETTERS_A_STEP = 16 };

/* A search as far as it is known. */
struct search {
    struct steps *steps;
    size_t position;
};

/* Is called before each item of the pattern: what was looked at since the last call is between the two
 * positions. Ends the search once the steps are used up. */
static int search_count(pcre2_callout_block *block, void *data)
{
    struct search *search = data;
    size_t from = search->position, to = block->current_position;
    search->position = to;
    uint64_t cost = 1 + (to > from ? to - from : from - to) / LETTERS_A_STEP;
    return steps_take(search->steps, cost) ? 0 : PCRE2_ERROR_CALLOUT;
}

bool schema_pattern_found(const struct schema_unit *unit, const pcre2_code *pattern, const char *text,
                          size_t length, struct steps *steps)
{
    struct search search = {.steps = steps};
    pcre2_set_callout(unit->match_limits, search_count, &search);
    int found = steps_take(steps, 1 + length / LETTERS_A_STEP)
                    ? pcre2_match(pattern, (PCRE2_SPTR)text, length, 0, 0, unit->match, unit->match_limits)
                    : PCRE2_ERROR_CALLOUT;
    if (found < 0 && found != PCRE2_ERROR_NOMATCH)
        steps->left = 0;
    return found >= 0;
}
