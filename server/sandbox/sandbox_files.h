#pragma once

#include <stdbool.h>

/*
 * Files that sandboxes are kept in with --db FILE: FILE holds the default one, the folder FILE.d the others,
 * each in a file named by a hash of the sandbox's name, with the name itself in one beside it that ends in
 * ".name".
 */

/* Where the sandbox of that name is kept. A new text; NULL for a NULL `file`. */
char *sandbox_files_path(const char *file, const char *name);

/* The folder of that place is there then; and, once the file is, whose it is. Neither does anything for
 * "default" and a NULL `file`. False with a new text in *error. */
bool sandbox_files_folder(const char *file, const char *name, char **error);
bool sandbox_files_name(const char *file, const char *name, char **error);

/* True where files keep that sandbox: never "default", nor one of a NULL `file`. */
bool sandbox_files_kept(const char *file, const char *name);

/* Removes a sandbox's files, SQLite's own beside them too. NULL does nothing. False with a new text in *error
 * where one stays; the sandbox is kept then. */
bool sandbox_files_remove(const char *path, char **error);

/* Calls back for the name of every sandbox in the folder; none for a NULL `file`. */
void sandbox_files_each(const char *file, void (*callback)(void *context, const char *name), void *context);
