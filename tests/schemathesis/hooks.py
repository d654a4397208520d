"""Three of four generated requests name what the fixture has: random ids never lead past "not found". Deletes are left
alone, or soon nothing would be there."""
import json
import os
import zlib

import schemathesis

with open(os.environ["FIXTURE"], encoding="utf-8") as file:
    FIXTURE = json.load(file)
KINDS = ("workspace", "source", "destination", "connection", "operation")
THERE = {f"{kind}Id": [each[f"{kind}Id"] for each in FIXTURE[f"{kind}s"]] for kind in KINDS}
THERE |= {f"{kind}CloneId": THERE[f"{kind}Id"] for kind in ("source", "destination")}
THERE |= {"id": range(1, 20), "jobId": range(1, 20), "configId": THERE["connectionId"], "slug": ["acme"]}


def configured(body, chance):
    """A definition with a configuration that it takes."""
    for kind in ("source", "destination"):
        if f"{kind}DefinitionId" in body:
            actors = FIXTURE[f"{kind}s"]
            actor = actors[chance % len(actors)]
            names = {f"{kind}DefinitionId", "connectionConfiguration"} & body.keys()
            body |= {name: actor[name] for name in names}
    return body


@schemathesis.hook
def map_body(context, body):
    if not isinstance(body, dict) or context.operation.path.endswith("/delete"):
        return body
    chance = zlib.crc32(json.dumps(body, sort_keys=True, default=str).encode())
    if chance % 4 == 0:
        return body
    chance //= 4
    there = {name: THERE[name][chance % len(THERE[name])] for name in THERE.keys() & body.keys()}
    return configured({**body, **there}, chance)
