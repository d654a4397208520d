#include "gateway/route_table.h"

#include "base/die.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* One segment of rows' paths. Nodes and rows are known by 1 + their place; 0 is none. */
struct route_node {
    const char *segment; /* of a row's path; not ended */
    size_t size;
    size_t parent;
    size_t any; /* the "{name}" below it */
    size_t row; /* the first row that ends here */
};

static size_t add_node(struct route_table *table, size_t parent, const char *segment, size_t size)
{
    size_t count = table->node_count;
    if ((count & (count - 1)) == 0)
        table->nodes = must_realloc(table->nodes, (count ? 2 * count : 1) * sizeof *table->nodes);
    table->nodes[count] = (struct route_node){.segment = segment, .size = size, .parent = parent};
    return ++table->node_count;
}

static bool is_child(const struct route_node *node, size_t parent, const char *segment, size_t size)
{
    return node->parent == parent && node->size == size && memcmp(node->segment, segment, size) == 0;
}

/* Where the node of a spelled-out segment below `parent` is, or would be. The segment follows a slash. */
static size_t *child_place(const struct route_table *table, size_t parent, const char *segment, size_t size)
{
    size_t letters = (unsigned char)segment[0] << 8 | (unsigned char)segment[size - 1];
    size_t at = ((parent << 5 ^ size) * 31 + letters) * 2654435761U >> 7;
    while (table->children[at &= table->child_room - 1] &&
           !is_child(&table->nodes[table->children[at] - 1], parent, segment, size))
        at++;
    return &table->children[at];
}

/* The node below `parent` for a segment of a row's path, made where it is not there. */
static size_t grow(struct route_table *table, size_t parent, const char *segment, size_t size)
{
    bool any = *segment == '{';
    size_t node = any ? table->nodes[parent - 1].any : *child_place(table, parent, segment, size);
    if (node)
        return node;
    node = add_node(table, parent, segment, size);
    *(any ? &table->nodes[parent - 1].any : child_place(table, parent, segment, size)) = node;
    return node;
}

/* A power of two, twice as many at least as there can be nodes. */
static size_t room_for_children(const struct route *rows, size_t count)
{
    size_t segments = 1, room = 2;
    for (size_t row = 0; row < count; row++)
        for (const char *at = rows[row].path; (at = strchr(at, '/')); at++)
            segments++;
    while (room < 2 * segments)
        room *= 2;
    return room;
}

static void add_row(struct route_table *table, size_t row)
{
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
    table->child_room = room_for_children(rows, count);
    table->children = must_zalloc(table->child_room * sizeof *table->children);
    add_node(table, 0, "", 0);
    for (size_t row = 0; row < count; row++)
        add_row(table, row);
    return table;
}

void route_table_free(struct route_table *table)
{
    if (!table)
        return;
    free(table->nodes);
    free(table->children);
    free(table->next_row);
    free(table);
}

static bool answers(const struct route *route, const char *method)
{
    bool head = strcmp(method, "HEAD") == 0 && strcmp(route->method, "GET") == 0;
    return head || strcmp(route->method, method) == 0;
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
    size_t size = (size_t)(strchrnul(path + 1, '/') - path - 1);
    size_t child = *child_place(table, node, path + 1, size), any = size ? table->nodes[node - 1].any : 0;
    const struct route *found = child ? find_below(table, child, path + 1 + size, method, allow) : NULL;
    return found || !any ? found : find_below(table, any, path + 1 + size, method, allow);
}

const struct route *route_find(const struct route_table *table, const char *method, const char *path,
                               char **allow)
{
    struct text allowed = {0};
    const struct route *found = *path == '/' ? find_below(table, 1, path, method, &allowed) : NULL;
    if (found || !allowed.size)
        text_free(&allowed);
    *allow = !found && allowed.size ? text_take(&allowed) : NULL;
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
