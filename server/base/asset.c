#include "base/asset.h"

#include <string.h>

const struct asset *asset_find(const char *name)
{
    const struct asset *asset = assets;
    while (asset->name && strcmp(asset->name, name) != 0)
        asset++;
    return asset->name ? asset : NULL;
}

const struct asset *asset_next(const struct asset *previous, const char *prefix)
{
    const struct asset *asset = previous ? previous + 1 : assets;
    while (asset->name && strncmp(asset->name, prefix, strlen(prefix)) != 0)
        asset++;
    return asset->name ? asset : NULL;
}

size_t asset_size(const struct asset *asset)
{
    return (size_t)(asset->end - asset->begin);
}
