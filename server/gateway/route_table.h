#pragma once

#include "gateway/route.h"

/*
 * Rows and the way to them: a hash of the paths that are spelled out, and a tree of all paths' segments, so
 * that a path is found in as many steps as it has segments, however many rows there are. The rows are
 * borrowed and outlive the table.
 */
struct route_table {
    const struct route *rows;
    size_t count;
    struct route_node *nodes; /* of the tree; the first is its root */
    size_t *next_row;         /* per row: 1 + the next row of the same path, or 0 */
    size_t *whole;            /* hashed by paths without "{name}": 1 + the first row, or 0 */
    size_t node_count, room;
};

struct route_table *route_table_new(const struct route *rows, size_t count);
void route_table_free(struct route_table *table);

/* The row of that path and method, or NULL; then *allow (if there is anything) is a new text of what is
 * allowed. A segment that a row spells out goes before another row's "{name}". */
const struct route *route_find(const struct route_table *table, const char *method, const char *path,
                               char **allow);

/* Of the rows of a row's path and method the one that a release has, or NULL. */
const struct route *route_of_release(const struct route_table *table, const struct route *route,
                                     enum release release);
