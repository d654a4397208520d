#pragma once

/*
 * Files that sandboxes are kept in with --db FILE: FILE holds the default one, the folder FILE.d the others,
 * each in a file named by a hash of the sandbox's name, with the name itself in one beside it that ends in
 * ".name".
 */

/* Where the sandbox of that name is kept; its folder and ".name" are there then. A new text; NULL for a NULL
 * `file`. */
char *kept_file(const char *file, const char *name);

/* Removes a sandbox's files, SQLite's own beside them too. NULL does nothing. */
void kept_remove(const char *path);

/* Calls back for the name of every sandbox in the folder; none for a NULL `file`. */
void kept_each(const char *file, void (*callback)(void *context, const char *name), void *context);
