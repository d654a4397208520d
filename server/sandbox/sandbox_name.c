#include "sandbox/sandbox_name.h"

#include "base/rng.h"
#include "domain/world/release.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { HASH_DIGITS = 8, READABLE = SANDBOX_NAME - HASH_DIGITS - 1 };

static bool is_name_letter(char letter)
{
    return isalnum((unsigned char)letter) || letter == '.' || letter == '_' || letter == '-';
}

/* Where "@" and a release begin, or the end. */
static size_t release_place(const char *name)
{
    const char *at = strrchr(name, '@');
    return at && release_find(at + 1) < RELEASES ? (size_t)(at - name) : strlen(name);
}

bool sandbox_name_valid(const char *name)
{
    size_t size = 0;
    while (is_name_letter(name[size]))
        size++;
    size_t release = name[size] ? strlen(name + size) : 0;
    return size + release <= SANDBOX_NAME && *name && (!release || size == release_place(name));
}

/* Copies a text, slashes that a path has escaped put back. */
static void unescape(char *to, const char *text)
{
    for (; *text; text++) {
        bool escaped = strncasecmp(text, "%2f", 3) == 0;
        *to++ = *text;
        if (escaped) {
            to[-1] = '/';
            text += 2;
        }
    }
    *to = '\0';
}

/* The letters that may stand in a name, others in a run as one underscore, but for the last. */
static size_t write_readable(char *to, const char *text, size_t size, size_t room)
{
    size_t written = 0;
    for (size_t i = 0; i < size && written < room; i++) {
        bool plain = is_name_letter(text[i]);
        if (plain || (written && to[written - 1] != '_'))
            to[written++] = (char)(plain ? text[i] : '_');
    }
    while (written && to[written - 1] == '_')
        written--;
    return written;
}

/* "mine@3.0": a slip would speak another release than was meant, unnoticed. */
static bool names_no_release(const char *plain)
{
    const char *at = strrchr(plain, '@');
    return at && at[1] && strspn(at + 1, "0123456789.") == strlen(at + 1) && !plain[release_place(plain)];
}

struct sandbox_name sandbox_name_of(const char *text)
{
    struct sandbox_name name = {""};
    size_t size = strlen(text);
    if (size == 0 || size > SANDBOX_TEXT)
        return name;
    if (sandbox_name_valid(text)) { /* as nearly all are */
        memcpy(name.text, text, size + 1);
        return name;
    }
    char plain[SANDBOX_TEXT + 1] = "";
    unescape(plain, text);
    if (names_no_release(plain))
        return name;
    size_t place = release_place(plain), room = READABLE - strlen(plain + place);
    size_t written = write_readable(name.text, plain, place, room);
    snprintf(name.text + written, sizeof name.text - written, "-%08" PRIx32 "%s",
             (uint32_t)hash_text(plain, 0), plain + place);
    return name;
}
