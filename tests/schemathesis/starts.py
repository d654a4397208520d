"""starts.py FIXTURE <OPENAPI >OPENAPI: links from the health check to what makes things, with ids of the fixture: where
the stateful phase begins. From there on it follows the document's own links."""
import json
import sys


def first(fixture, kind, *names):
    return {name: fixture[kind][0][name] for name in names}


def starts(fixture):
    workspace = first(fixture, "workspaces", "workspaceId")
    source, destination = first(fixture, "sources", "sourceId"), first(fixture, "destinations", "destinationId")
    ends = {**source, **destination, "status": "active"}
    custom = {"name": "Mine", "dockerRepository": "me/mine", "dockerImageTag": "1.0.0",
              "documentationUrl": "https://example.com"}
    actor = ("workspaceId", "name", "connectionConfiguration")
    return {
        "createSource": first(fixture, "sources", "sourceDefinitionId", *actor),
        "createDestination": first(fixture, "destinations", "destinationDefinitionId", *actor),
        "createCustomSourceDefinition": {**workspace, "sourceDefinition": custom},
        "createCustomDestinationDefinition": {**workspace, "destinationDefinition": custom},
        "createOperation": first(fixture, "operations", "workspaceId", "name", "operatorConfiguration"),
        "createConnection": ends,
        "webBackendCreateConnection": ends,
        "discoverSchemaForSource": source,
    }


def main(path):
    document = json.load(sys.stdin)
    with open(path, encoding="utf-8") as file:
        links = {operation: {"operationId": operation, "requestBody": body, "x-schemathesis": {"merge_body": False}}
                 for operation, body in starts(json.load(file)).items()}
    document["paths"]["/v1/health"]["get"]["responses"]["200"]["links"] = links
    json.dump(document, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
