#include "command/help_template.h"

#include "base/asset.h"
#include "base/die.h"

#include <string.h>

/* The part whose marker stands there, or NULL. */
static const struct template_part *part_at(const char *place, const struct template_part *parts)
{
    for (; parts->marker; parts++)
        if (strncmp(place, parts->marker, strlen(parts->marker)) == 0)
            return parts;
    return NULL;
}

char *template_fill(const char *name, const struct template_part *parts)
{
    const struct asset *asset = asset_find(name);
    if (!asset)
        die("no asset %s", name);
    struct text text = {0};
    for (const char *at = (const char *)asset->begin; *at;) {
        size_t plain = strcspn(at, "@");
        text_add_bytes(&text, at, plain);
        at += plain;
        const struct template_part *part = *at ? part_at(at, parts) : NULL;
        if (part) {
            part->add(&text);
            at += strlen(part->marker);
        } else if (*at) {
            text_add_bytes(&text, at++, 1);
        }
    }
    return text_take(&text);
}
