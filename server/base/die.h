#pragma once

#include <stdarg.h>
#include <stddef.h>

/* Ends the program with a line on standard error: for what only a mistake of ours, or the machine, can cause.
 */
_Noreturn void die_at(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#define die(...) die_at(__FILE__, __LINE__, __VA_ARGS__)

/* Memory that is there: the program ends where malloc would give NULL. Freed with free(). */
void *must_alloc(size_t size);
void *must_zalloc(size_t size);
void *must_realloc(void *memory, size_t size);
char *must_strdup(const char *text);
char *must_strndup(const char *text, size_t size);

/* A new text. */
char *must_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *must_vprintf(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));
