#include "release/member.h"

MEMBER_SOURCE(so)
{
    (void)world, (void)object;
    return json_true();
}

MEMBER_SOURCE(not_so)
{
    (void)world, (void)object;
    return json_false();
}

MEMBER_SOURCE(none)
{
    (void)world, (void)object;
    return json_array();
}

MEMBER_SOURCE(supported)
{
    (void)world, (void)object;
    return json_string("supported");
}

/* It is taken before the object gets members of its own, and leaves them nothing else. */
MEMBER_SOURCE(oauth_payload)
{
    (void)world;
    json_t *payload = json_copy(object);
    json_object_clear(object);
    return payload;
}

MEMBER_SOURCE(oauth_succeeded)
{
    return so(world, object);
}

/* A list of field transforms alone, in a release that has others as well. */
MEMBER_SOURCE(stream_changes)
{
    (void)world;
    return json_pack("{sO s[]}", "fieldTransforms", json_object_get(object, "updateStream"),
                     "streamAttributeTransforms");
}
