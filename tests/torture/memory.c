/* Our own allocations, which fail as malloc does. */
#include "torture/failing.h"
#include "torture/wrap.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>

static bool none_left(void)
{
    if (!failing_now(FAILING_ALLOCATION))
        return false;
    errno = ENOMEM;
    return true;
}

WRAPPED(void *, malloc, size_t size)
{
    return none_left() ? NULL : __real_malloc(size);
}

WRAPPED(void *, calloc, size_t count, size_t size)
{
    return none_left() ? NULL : __real_calloc(count, size);
}

WRAPPED(void *, realloc, void *memory, size_t size)
{
    return none_left() ? NULL : __real_realloc(memory, size);
}

WRAPPED(char *, strdup, const char *text)
{
    return none_left() ? NULL : __real_strdup(text);
}

WRAPPED(char *, strndup, const char *text, size_t size)
{
    return none_left() ? NULL : __real_strndup(text, size);
}

WRAPPED(int, vasprintf, char **text, const char *format, va_list arguments)
{
    return none_left() ? -1 : __real_vasprintf(text, format, arguments);
}
