#include "domain/workspace/slug.h"

#include "base/die.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { RUSSIAN_FIRST = 0x0410, RUSSIAN_LETTERS = 32, LONGEST_SPELLING = 4 };

/* In the alphabet's order; the signs that have no sound become an apostrophe, which ends as a '-'. */
static const char *const russian[RUSSIAN_LETTERS] = {
    "a", "b", "v", "g", "d", "e", "zh", "z",  "i",  "j",    "k", "l", "m", "n", "o",  "p",
    "r", "s", "t", "u", "f", "h", "ts", "ch", "sh", "shch", "'", "y", "'", "e", "yu", "ya",
};

static const struct spelling {
    utf8proc_int32_t letter;
    const char *text;
} spellings[] = {
    {0x00c4, "ae"}, {0x00e4, "ae"}, {0x00d6, "oe"}, {0x00f6, "oe"}, {0x00dc, "ue"}, {0x00fc, "ue"},
    {0x00df, "ss"}, {0x00c5, "aa"}, {0x00e5, "aa"}, {0x00c6, "ae"}, {0x00e6, "ae"}, {0x00d8, "oe"},
    {0x00f8, "oe"}, {0x011e, "g"},  {0x011f, "g"},  {0x0130, "i"},  {0x0131, "i"},  {0x015e, "s"},
    {0x015f, "s"},  {0x0141, "l"},  {0x0142, "l"},
};

static bool is_ascii(const char *text)
{
    while ((signed char)*text > 0)
        text++;
    return *text == '\0';
}

char *text_without_marks(const char *text)
{
    if (is_ascii(text))
        return must_strdup(text);
    utf8proc_uint8_t *mapped;
    utf8proc_option_t options =
        UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK;
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped, options);
    if (size < 0)
        die("no UTF-8 (%s): %s", utf8proc_errmsg(size), text);
    return (char *)mapped;
}

/* The spelling of a letter that has one, or NULL. Both cases of a letter share it: slugs are lower-case. */
static const char *spelling_of(utf8proc_int32_t letter)
{
    utf8proc_int32_t place = letter - RUSSIAN_FIRST;
    if (place >= 0 && place < 2 * RUSSIAN_LETTERS)
        return russian[place % RUSSIAN_LETTERS];
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (spellings[i].letter == letter)
            return spellings[i].text;
    return NULL;
}

static char *spelled_out(const char *text)
{
    char *spelled = must_zalloc(strlen(text) * LONGEST_SPELLING + 1), *end = spelled;
    utf8proc_int32_t letter;
    utf8proc_ssize_t size;
    for (; *text; text += size) {
        size = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &letter);
        if (size <= 0)
            die("no UTF-8: %s", text);
        const char *spelling = spelling_of(letter);
        end = spelling ? stpcpy(end, spelling) : mempcpy(end, text, (size_t)size);
    }
    return spelled;
}

static bool stays(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* In place; what is no ASCII vanishes without leaving a gap. */
static void hyphenate(char *text)
{
    char *end = text;
    for (const char *from = text; *from; from++)
        if (stays(*from))
            *end++ = (char)tolower((unsigned char)*from);
        else if ((unsigned char)*from < 0x80 && end > text && end[-1] != '-')
            *end++ = '-';
    if (end > text && end[-1] == '-')
        end--;
    *end = '\0';
}

/* The name in ASCII letters, as far as there are any for it. A new text. */
static char *latinized(const char *name)
{
    if (is_ascii(name))
        return must_strdup(name);
    char *spelled = spelled_out(name);
    char *latin = text_without_marks(spelled);
    free(spelled);
    return latin;
}

char *slugify(const char *name)
{
    char *slug = latinized(name);
    hyphenate(slug);
    return slug;
}
