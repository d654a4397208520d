#pragma once

/*
 * Names as the real server simplifies them for slugs and aliases (docs/behaviour/workspaces.md#slugs). All
 * texts are UTF-8 and NUL-terminated; each function gives a new text.
 */

/* Compatibility decomposition (NFKD), combining marks dropped. */
char *text_without_marks(const char *text);

/*
 * The slug of a workspace's name: white space trimmed, German, Nordic, Turkish, Polish and Russian letters
 * spelled in ASCII, other characters decomposed and dropped where they stay outside ASCII, each run of
 * anything but letters, digits and '_' one '-', none at either end, lower-case. "" for a name without any of
 * these. Rules: the library slugify 2.4, with its defaults.
 */
char *slugify(const char *name);
