#pragma once

#include "sandbox/sandbox.h"

#include <stdbool.h>

/*
 * All sandboxes of a server, by name. A new one begins as a copy of the start state; one that was not used
 * for a while gives the memory of its prepared statements back.
 */
struct sandboxes;

/* Lays what a start is to hold (fixtures) into a world: a fresh one, or one that a file kept. False with a
 * new text in *error. */
struct preparation {
    bool (*prepare)(const void *context, struct world *world, struct faults *faults, char **error);
    const void *context;
};

/* With the sandbox "default" in it. NULL with a new text in *error where it cannot be prepared, or its file
 * is not to be had. */
struct sandboxes *sandboxes_new(const struct start *start, const struct preparation *preparation,
                                char **error);
void sandboxes_free(struct sandboxes *sandboxes);

/* The sandbox of that name, or NULL. Borrowed: one that a file keeps is closed when others are used, unless
 * calls are under way in it, it is watched or unsettled; whoever kept it asks for it again. */
struct sandbox *sandboxes_find(struct sandboxes *sandboxes, const char *name);

/* The same, made where it is not there. NULL with a new text in *error where there are --max-sandboxes
 * already, or its file is not to be had. */
struct sandbox *sandboxes_open(struct sandboxes *sandboxes, const char *name, char **error);

/* True for one that was opened, and for one that files keep. */
bool sandboxes_has(struct sandboxes *sandboxes, const char *name);

/* Calls back for the name of every sandbox that files keep and that was not opened since the start. */
void sandboxes_each_unopened(struct sandboxes *sandboxes, void (*visit)(void *arg, const char *name),
                             void *arg);

/* Takes the sandbox away with all it holds, opened or not. False with a new text in *error where a file of it
 * stays, and so the sandbox. */
bool sandboxes_delete(struct sandboxes *sandboxes, const char *name, char **error);

/* The state as it was after the start: sandbox_reset(). */
bool sandboxes_reset(struct sandboxes *sandboxes, struct sandbox *sandbox, bool keep_clock);

/* The faults that sandboxes begin with: none, until some are loaded into it. Borrowed. */
struct faults *sandboxes_first_faults(struct sandboxes *sandboxes);

/* Gives the sandbox the faults that sandboxes begin with, and no others. */
void sandboxes_begin_faults(const struct sandboxes *sandboxes, struct sandbox *sandbox);

/* Their number, and each by its index, in the order of their names; without a store where its file is closed.
 */
size_t sandboxes_count(const struct sandboxes *sandboxes);
struct sandbox *sandboxes_at(struct sandboxes *sandboxes, size_t index);

/* The one whose name comes next after that, or NULL: for whoever rests between two of them. */
struct sandbox *sandboxes_after(struct sandboxes *sandboxes, const char *name);
