#pragma once

#include "base/text.h"

/* A part of a template that is written by code: "@MARKER@" alone or within a line. */
struct template_part {
    const char *marker; /* with both its signs; NULL ends a list */
    void (*add)(struct text *text);
};

/* The asset of that name with each marker replaced by what its part adds: a new text. */
char *template_fill(const char *asset, const struct template_part *parts);
