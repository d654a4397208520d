#include "domain/registry/icon.h"

#include "base/die.h"
#include "base/rng.h"

#include <ctype.h>

static char initial(const char *name)
{
    while (*name && !isalnum((unsigned char)*name))
        name++;
    if (*name == '\0')
        return '?';
    return (char)toupper((unsigned char)*name);
}

char *icon_of(const char *name)
{
    return must_printf(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><circle cx=\"16\" cy=\"16\" "
        "r=\"16\" fill=\"hsl(%d,55%%,45%%)\"/><text x=\"16\" y=\"22\" font-size=\"18\" "
        "text-anchor=\"middle\" fill=\"#fff\">%c</text></svg>",
        (int)(hash_text(name, 0) % 360), initial(name));
}
