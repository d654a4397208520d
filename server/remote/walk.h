#pragma once

#include "domain/registry/actor_kind.h"
#include "domain/world/world.h"
#include "remote/conversation.h"

/* What is wanted of a server. */
struct walk_options {
    enum remote_choice api; /* the only one that is asked; any: the Config API, else the public one */
    const char
        *organization; /* whose workspaces, where all are not told; NULL for the one of a fresh Airbyte */
    const char *const *workspaces; /* names or ids; patterns with * */
    size_t workspace_count;        /* 0: all */
    const char *connections;       /* a pattern of their names; NULL: all */
    int jobs;                      /* the last of each connection; 0: none */
    int64_t now;                   /* ms; ages of jobs count from here */
    enum release release;          /* RELEASES: the one that the server says, else the oldest */
};

/*
 * A server as a fixture: questions are asked one from the other, from workspaces down to jobs, and each
 * answer becomes entries. What cannot be had is told in `left_out`.
 */
struct walk {
    const struct walk_options *options;
    struct conversation *conversation;
    struct world *world; /* a fresh one: what is in it anyway need not be in the fixture */
    json_t *document;    /* the fixture, in the words of the server's replies */
    json_t *left_out;    /* texts */
    json_t *definitions; /* {id: what a list tells of it} */
    json_t *known;       /* {section and id: true}, of what several answers may tell */
    enum release release;
    char *refusal; /* why the Config API cannot be read; NULL where it can */
};

/* Which API the server speaks is found by asking. False with a new text in *error where it is no Airbyte,
 * does not let us in, or does not tell what all else refers to. */
bool walk_server(struct walk *walk, char **error);

void walk_begin(struct walk *walk, const struct walk_options *options, struct conversation *conversation,
                struct world *world);
void walk_end(struct walk *walk);

/* For the files of the walk. */

/* Adds an entry (stolen) to a list of the fixture. */
void walk_add(struct walk *walk, const char *section, json_t *entry);

/* Notes what is left out. */
void walk_leave_out(struct walk *walk, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* True for a success. Else it is noted what is left out, or given up, as the row says. */
bool walk_has(struct walk *walk, enum read read, const struct answer *answer);

/* Whether a workspace (its name, id) or a connection's name is wanted. */
bool walk_wants_workspace(const struct walk *walk, const json_t *workspace);
bool walk_wants_connection(const struct walk *walk, const json_t *connection);

/* Each goes through one API; of the first, the workspaces are told already (borrowed). */
void config_walk(struct walk *walk, const json_t *workspaces);
void public_walk(struct walk *walk);

/* Adds an entry (borrowed) unless one has its id already. */
void walk_add_once(struct walk *walk, const char *section, const char *id, json_t *entry);

/* The same of each item of a list that a question was answered with, where it can be had. */
void walk_add_told(struct walk *walk, enum read read, const struct answer *answer, const char *list,
                   const char *section, const char *id);

/* Adds the tags of a connection's read, and that it has them. */
void walk_add_tags(struct walk *walk, const json_t *connection);

/* Adds a job (stolen) of that connection; NULL for one that is not over, which is noted. */
void walk_add_job(struct walk *walk, const json_t *connection, json_t *entry, int64_t id);
