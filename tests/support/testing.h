#pragma once

/* cmocka wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include <stdlib.h>

/* Each file of tests has one, which the build names after the file: all of them are one program. */
int main(void);

/* For tests that measure the machine's time, of which everything takes fifty times as much there. */
static inline void skip_under_memcheck(void)
{
    if (getenv("FAKEBYTE_MEMCHECK"))
        skip();
}

/* The value of a JSON text; a text that is none fails the test. New reference. */
json_t *parsed(const char *text);

/* The same of a text with ' in the place of each ". */
json_t *quoted(const char *text);

enum { ROW_COLUMNS = 4 };

/* Calls `check` with the columns, separated by tabs, of each line of a table below tests/; lines that start
 * with "# " and empty ones are none. How many there were. */
int for_each_row(const char *path, void (*check)(char **columns));
