#pragma once

#include <stdbool.h>

/*
 * Names of sandboxes. Any text of 1 to SANDBOX_TEXT bytes names one: tests have names such as "test_many[2]"
 * and "TestX/sub". What has 1 to SANDBOX_NAME of the characters A-Z a-z 0-9 . _ - is taken as it is, with "@"
 * and a release behind it, too; any other text is known by a form of it that can be read, and is always the
 * same: "test_many_2-0f1e2d3c".
 */
enum { SANDBOX_NAME = 64, SANDBOX_TEXT = 200 };

struct sandbox_name {
    char text[SANDBOX_NAME + 1];
};

/* True for a text that is taken as it is. */
bool sandbox_name_valid(const char *name);

/* What a text is known by; "" for one that is too short or too long, or ends in "@" and the number of a
 * release that is none. An escaped slash ("%2F", as a path
 * holds it) is a slash. */
struct sandbox_name sandbox_name_of(const char *text);
