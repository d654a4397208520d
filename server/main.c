#include "command/command.h"

extern char **environ;

int main(int count, char **arguments)
{
    (void)count;
    return command_run(arguments, environ);
}
