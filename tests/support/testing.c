#include "support/testing.h"

#include "json/read.h"

#include <stdio.h>
#include <string.h>

json_t *parsed(const char *text)
{
    json_error_t error;
    json_t *value = json_read(text, strlen(text), &error);
    if (!value)
        fail_msg("%s in %s", error.text, text);
    return value;
}

json_t *quoted(const char *text)
{
    char *copy = strdup(text);
    assert_non_null(copy);
    for (char *quote = copy; (quote = strchr(quote, '\'')); quote++)
        *quote = '"';
    json_t *value = parsed(copy);
    free(copy);
    return value;
}

int for_each_row(const char *path, void (*check)(char **columns))
{
    char *line = NULL;
    size_t size = 0;
    int rows = 0;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (getline(&line, &size, file) > 0) {
        char *columns[ROW_COLUMNS] = {NULL}, *rest = line;
        line[strcspn(line, "\n")] = '\0';
        if (!*line || (line[0] == '#' && line[1] == ' ' && !strchr(line, '\t')))
            continue;
        for (int i = 0; i < ROW_COLUMNS; i++)
            columns[i] = strsep(&rest, "\t");
        check(columns);
        rows++;
    }
    free(line);
    fclose(file);
    return rows;
}
