#include "gateway/route_table.h"

#include "base/die.h"
#include "base/rng.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* One segment after another. Nodes and rows are known by 1 + their place; 0 is none. */
struct route_node {
    const char *segment; /* of a row's path; not ended */
    size_t size;
    size_t sibling, child; /* spelled-out segments: the next beside it, the first below it */
    size_t any;            /* the "{name}" below it */
    size_t row;            /* the first row that ends here */
};

static size_t add_node(struct route_table *table, const char *segment, size_t size)
{
    size_t count = table->node_count;
    if ((count & (count - 1)) == 0)
        table->nodes = must_realloc(table->nodes, (count ? 2 * count : 1) * sizeof *table->nodes);
    table->nodes[count] = (struct route_node){.segment = segment, .size = size};
    return ++table->node_count;
}

static bool is_segment(const struct route_node *node, const char *segment, size_t size)
{
    return node->size == size && memcmp(node->segment, segment, size) == 0;
}

static size_t spelled_out(const struct route_table *table, size_t parent, const char *segment, size_t size)
{
    size_t child = table->nodes[parent - 1].child;
    while (child && !is_segment(&table->nodes[child - 1], segment, size))
        child = table->nodes[child - 1].sibling;
    return child;
}

/* The node below `parent` for a segment of a row's path, made where it is not there. */
static size_t grow(struct route_table *table, size_t parent, const char *segment, size_t size)
{
    bool any = *segment == '{';
    size_t node = any ? table->nodes[parent - 1].any : spelled_out(table, parent, segment, size);
    if (node)
        return node;
    node = add_node(table, segment, size);
    if (any) {
        table->nodes[parent - 1].any = node;
    } else {
        table->nodes[node - 1].sibling = table->nodes[parent - 1].child;
        table->nodes[parent - 1].child = node;
    }
    return node;
}

/* Where the first row of a path without "{name}" is, or would be. */
static size_t *whole_place(const struct route_table *table, const char *path)
{
    size_t at = hash_bytes(0, path, strlen(path));
    while (table->whole[at &= table->room - 1] && strcmp(table->rows[table->whole[at] - 1].path, path) != 0)
        at++;
    return &table->whole[at];
}

static void add_whole(struct route_table *table, size_t row)
{
    const char *path = table->rows[row].path;
    size_t *place = strchr(path, '{') ? NULL : whole_place(table, path);
    if (place && !*place)
        *place = row + 1;
}

static void add_row(struct route_table *table, size_t row)
{
    add_whole(table, row);
    size_t node = 1;
    for (const char *at = table->rows[row].path; *at == '/'; at += 1 + strcspn(at + 1, "/"))
        node = grow(table, node, at + 1, strcspn(at + 1, "/"));
    size_t *end = &table->nodes[node - 1].row;
    while (*end)
        end = &table->next_row[*end - 1];
    *end = row + 1;
}

struct route_table *route_table_new(const struct route *rows, size_t count)
{
    struct route_table *table = must_zalloc(sizeof *table);
    *table = (struct route_table){rows, count, .next_row = must_zalloc(count * sizeof *table->next_row)};
    table->room = 2;
    while (table->room < 2 * count)
        table->room *= 2;
    table->whole = must_zalloc(table->room * sizeof *table->whole);
    add_node(table, "", 0);
    for (size_t row = 0; row < count; row++)
        add_row(table, row);
    return table;
}

void route_table_free(struct route_table *table)
{
    if (!table)
        return;
    free(table->nodes);
    free(table->next_row);
    free(table->whole);
    free(table);
}

static bool answers(const struct route *route, const char *method)
{
    return strcmp(route->method, method) == 0 ||
           (strcmp(method, "HEAD") == 0 && strcmp(route->method, "GET") == 0);
}

static void allow_also(struct text *allow, const char *method)
{
    text_add(allow, allow->size ? ", " : "");
    text_add(allow, method);
    if (strcmp(method, "GET") == 0)
        text_add(allow, ", HEAD");
}

/* Among the rows that end at a node. */
static const struct route *find_row(const struct route_table *table, size_t row, const char *method,
                                    struct text *allow)
{
    for (; row; row = table->next_row[row - 1]) {
        if (answers(&table->rows[row - 1], method))
            return &table->rows[row - 1];
        allow_also(allow, table->rows[row - 1].method);
    }
    return NULL;
}

/* `path` is what is left of it below `node`. */
static const struct route *find_below(const struct route_table *table, size_t node, const char *path,
                                      const char *method, struct text *allow)
{
    if (*path != '/')
        return find_row(table, table->nodes[node - 1].row, method, allow);
    size_t size = strcspn(path + 1, "/");
    size_t child = spelled_out(table, node, path + 1, size), any = size ? table->nodes[node - 1].any : 0;
    const struct route *found = child ? find_below(table, child, path + 1 + size, method, allow) : NULL;
    return found || !any ? found : find_below(table, any, path + 1 + size, method, allow);
}

/* Of a path that rows spell out, as nearly all are. */
static const struct route *find_whole(const struct route_table *table, const char *path, const char *method)
{
    size_t row = *whole_place(table, path);
    while (row && !answers(&table->rows[row - 1], method))
        row = table->next_row[row - 1];
    return row ? &table->rows[row - 1] : NULL;
}

const struct route *route_find(const struct route_table *table, const char *method, const char *path,
                               char **allow)
{
    struct text allowed = {0};
    const struct route *found = find_whole(table, path, method);
    *allow = NULL;
    if (found)
        return found;
    found = *path == '/' ? find_below(table, 1, path, method, &allowed) : NULL;
    if (found || !allowed.size)
        text_free(&allowed);
    else
        *allow = text_take(&allowed);
    return found;
}

const struct route *route_of_release(const struct route_table *table, const struct route *route,
                                     enum release release)
{
    const char *method = route->method;
    if (route_spoken(route, release))
        return route;
    while (route && !(route_spoken(route, release) && strcmp(route->method, method) == 0)) {
        size_t next = table->next_row[route - table->rows];
        route = next ? &table->rows[next - 1] : NULL;
    }
    return route;
}
