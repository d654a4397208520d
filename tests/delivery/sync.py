"""sync.py URL: makes a connection of a fresh fakebyte, syncs it and waits for success."""
import base64
import json
import sys
import time
import urllib.request

URL = sys.argv[1]
TOKEN = base64.b64encode(b"airbyte:password").decode()


def post(path, **body):
    request = urllib.request.Request(
        f"{URL}/api/v1/{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": f"Basic {TOKEN}"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def create_actor(kind, workspace, definition, configuration):
    known = post(f"{kind}_definitions/list")[f"{kind}Definitions"]
    chosen = next(row[f"{kind}DefinitionId"] for row in known if row["name"] == definition)
    return post(
        f"{kind}s/create",
        name=f"a {kind}",
        workspaceId=workspace,
        connectionConfiguration=configuration,
        **{f"{kind}DefinitionId": chosen},
    )[f"{kind}Id"]


def wait_for(job, until):
    while time.monotonic() < until:
        status = post("jobs/get", id=job)["job"]["status"]
        if status not in ("pending", "running"):
            return status
        time.sleep(0.1)
    return "still running"


workspace = post("workspaces/list")["workspaces"][0]["workspaceId"]
source = create_actor("source", workspace, "Sample Data (Faker)", {"count": 10})
destination = create_actor("destination", workspace, "Local JSON", {"destination_path": "/json"})
catalog = post("sources/discover_schema", sourceId=source)["catalog"]
connection = post(
    "connections/create", sourceId=source, destinationId=destination, syncCatalog=catalog, status="active"
)["connectionId"]
job = post("connections/sync", connectionId=connection)["job"]["id"]
status = wait_for(job, time.monotonic() + 20)
if status != "succeeded":
    sys.exit(f"failed: the sync is {status}")
print("sync       succeeded")
