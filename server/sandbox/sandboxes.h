#pragma once

#include "sandbox/sandbox.h"

#include <stdbool.h>

/* All sandboxes of a server, by name. */
struct sandboxes;

/* With the sandbox "default" in it. NULL with a new text in *error where its file is not to be had. */
struct sandboxes *sandboxes_new(const struct start *start, char **error);
void sandboxes_free(struct sandboxes *sandboxes);

/* The sandbox of that name, or NULL. Borrowed. */
struct sandbox *sandboxes_find(struct sandboxes *sandboxes, const char *name);
