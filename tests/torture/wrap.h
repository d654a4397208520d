#pragma once

/* __wrap_<name> stands for <name> in every object of the program, and __real_<name> is the one behind it:
 * what the linker makes of --wrap=<name>. Libraries go on with the real one. */
#define WRAPPED(type, name, ...)                                                                             \
    type __real_##name(__VA_ARGS__);                                                                         \
    type __wrap_##name(__VA_ARGS__);                                                                         \
    type __wrap_##name(__VA_ARGS__)
