#include <stdio.h>

int main(int count, char **arguments)
{
    char path[4096];
    const char *names[] = {"catalogue.db", "start.db"};
    for (int i = 0; count == 3 && i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", arguments[2], names[i]);
        FILE *file = fopen(path, "w");
        if (!file || fclose(file) != 0)
            return 1;
    }
    return count != 3;
}
