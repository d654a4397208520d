#include "remote/pattern_sample.h"

#include "base/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The longest repetition that is tried. */
enum { MOST_TIMES = 1000 };

struct reader {
    const char *at;
    bool lost; /* at something that is not known here */
};

/* What an escape such as \d stands for: one letter of it. */
static char letter_of_escape(char escape)
{
    static const char letters[][2] = {{'d', '0'}, {'w', 'a'},  {'s', ' '},  {'D', 'a'}, {'W', '-'},
                                      {'S', 'a'}, {'n', '\n'}, {'t', '\t'}, {'r', '\r'}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i][0] == escape)
            return letters[i][1];
    return escape;
}

/* Whether [^...] rules the letter out; `set` lies between the brackets. */
static bool is_in(const char *set, size_t size, char letter)
{
    for (size_t i = 0; i < size; i++) {
        bool range = i + 2 < size && set[i + 1] == '-';
        if (range ? letter >= set[i] && letter <= set[i + 2] : letter == set[i])
            return true;
        i += range ? 2 : 0;
    }
    return false;
}

static char letter_outside(const char *set, size_t size)
{
    static const char tried[] = "a0-_A.";
    for (const char *letter = tried; *letter; letter++)
        if (!is_in(set, size, *letter))
            return *letter;
    return '~';
}

/* Behind the '['; reads up to behind the ']'. */
static char read_class(struct reader *reader)
{
    bool outside = *reader->at == '^';
    const char *set = reader->at + outside, *end = set;
    while (*end && (*end != ']' || end == set))
        end += *end == '\\' && end[1] ? 2 : 1;
    reader->lost = reader->lost || !*end;
    reader->at = *end ? end + 1 : end;
    if (outside)
        return letter_outside(set, (size_t)(end - set));
    if (*set == '\\')
        return letter_of_escape(set[1]);
    return *set;
}

static void read_alternatives(struct reader *reader, struct text *sample);

/* Behind the '('; reads up to behind the ')'. */
static void read_group(struct reader *reader, struct text *sample)
{
    if (strncmp(reader->at, "?:", 2) == 0)
        reader->at += 2;
    reader->lost = reader->lost || *reader->at == '?';
    read_alternatives(reader, sample);
    reader->lost = reader->lost || *reader->at != ')';
    reader->at += *reader->at == ')';
}

static void read_letter(struct reader *reader, struct text *sample)
{
    char letter = *reader->at++;
    if (letter == '.')
        letter = 'a';
    else if (letter == '\\') {
        reader->lost =
            reader->lost || !*reader->at || (isdigit((unsigned char)*reader->at) && *reader->at != '0');
        if (*reader->at)
            letter = letter_of_escape(*reader->at++);
    }
    text_add_bytes(sample, &letter, 1);
}

static void read_one(struct reader *reader, struct text *sample)
{
    char letter;
    if (*reader->at == '(') {
        reader->at++;
        read_group(reader, sample);
    } else if (*reader->at == '[') {
        reader->at++;
        letter = read_class(reader);
        text_add_bytes(sample, &letter, 1);
    } else {
        read_letter(reader, sample);
    }
}

/* How often what stands before is wanted at least; once where nothing says so. */
static long read_times(struct reader *reader)
{
    long times = 1;
    char *end;
    if (*reader->at == '*' || *reader->at == '?')
        times = 0;
    else if (*reader->at == '{' && isdigit((unsigned char)reader->at[1])) {
        times = strtol(reader->at + 1, &end, 10);
        reader->at = strchr(end, '}') ? strchr(end, '}') : end;
    } else if (*reader->at != '+')
        return 1;
    reader->at += *reader->at != '\0';
    reader->at += *reader->at == '?'; /* as few as can be */
    reader->lost = reader->lost || times > MOST_TIMES;
    return reader->lost ? 0 : times;
}

static void read_sequence(struct reader *reader, struct text *sample)
{
    while (*reader->at && *reader->at != '|' && *reader->at != ')' && !reader->lost) {
        struct text one = {0};
        if (*reader->at == '^' || *reader->at == '$') {
            reader->at++;
            continue;
        }
        read_one(reader, &one);
        for (long times = read_times(reader); times > 0; times--)
            text_add_bytes(sample, one.data ? one.data : "", one.size);
        text_free(&one);
    }
}

/* The first one counts. */
static void read_alternatives(struct reader *reader, struct text *sample)
{
    read_sequence(reader, sample);
    while (*reader->at == '|' && !reader->lost) {
        struct text other = {0};
        reader->at++;
        read_sequence(reader, &other);
        text_free(&other);
    }
}

char *pattern_sample(const char *pattern)
{
    struct reader reader = {.at = pattern};
    struct text sample = {0};
    read_alternatives(&reader, &sample);
    if (!reader.lost && !*reader.at)
        return text_take(&sample);
    text_free(&sample);
    return NULL;
}
