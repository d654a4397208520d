#include "base/die.h"

#include "base/blocks.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die_at(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "fakebyte: %s:%d: ", file, line);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    abort();
}

static void *there(void *memory)
{
    if (!memory)
        die("out of memory");
    return memory;
}

void *must_alloc(size_t size)
{
    return there(malloc(size ? size : 1));
}

void *must_zalloc(size_t size)
{
    return there(calloc(1, size ? size : 1));
}

void *must_realloc(void *memory, size_t size)
{
    return there(realloc(memory, size ? size : 1));
}

static char *copy_of(const char *text, size_t size)
{
    char *copy = block_take(size + 1);
    memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *must_strdup(const char *text)
{
    return copy_of(text, strlen(text));
}

char *must_strndup(const char *text, size_t size)
{
    return copy_of(text, strnlen(text, size));
}

char *must_vprintf(const char *format, va_list arguments)
{
    char *text = NULL;
    int size = vasprintf(&text, format, arguments);
    return there(size < 0 ? NULL : text);
}

char *must_printf(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = must_vprintf(format, arguments);
    va_end(arguments);
    return text;
}
