"""What the clients' scripts share: set-up calls, the control API, and counts of what a client under test asked for."""
import base64
import json
import urllib.request

FAKER = "dfd88b22-b603-4c3d-aad7-3701784586b1"
LOCAL_JSON = "a625d593-bba5-4a1c-a53d-2d246268a816"
CLIENT_ID = "00000000-0000-4000-8000-00000000c11d"
CLIENT_SECRET = "airbyte-secret"


class Server:
    """One sandbox of a running server."""

    def __init__(self, port, sandbox="default"):
        self.port = port
        self.sandbox = sandbox

    def ask(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        request.add_header("Authorization", "Basic " + base64.b64encode(b"airbyte:password").decode())
        request.add_header("X-Fakebyte-Sandbox", self.sandbox)
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.loads(reply.read() or "null")

    def call(self, path, body=None):
        return self.ask("POST", f"/api/v1/{path}", body or {})

    def control(self, method, path, body=None):
        return self.ask(method, f"/__admin/{path}", body)

    def make_connection(self):
        """The id of a manual connection of Sample Data to Local JSON."""
        workspace = self.call("workspaces/list")["workspaces"][0]["workspaceId"]
        source = self.call("sources/create", {
            "workspaceId": workspace, "sourceDefinitionId": FAKER, "name": "Sample",
            "connectionConfiguration": {"count": 10}})["sourceId"]
        destination = self.call("destinations/create", {
            "workspaceId": workspace, "destinationDefinitionId": LOCAL_JSON, "name": "Files",
            "connectionConfiguration": {"destination_path": "/out"}})["destinationId"]
        catalog = self.call("sources/discover_schema", {"sourceId": source})["catalog"]
        return self.call("connections/create", {
            "sourceId": source, "destinationId": destination, "status": "active",
            "syncCatalog": catalog})["connectionId"]

    def jobs(self, connection_id):
        """The statuses of the connection's syncs, newest first."""
        jobs = self.call("jobs/list", {"configTypes": ["sync"], "configId": connection_id})["jobs"]
        return [job["job"]["status"] for job in jobs]

    def count(self, path):
        """How many requests to the path the server's log holds."""
        return self.control("POST", "requests/count", {"match": {"path": f"/v1/{path}"}})["count"]

    def count_public(self, method, path):
        """The same of the public API; "jobs/{jobId}" is every job."""
        match = {"method": method, "path": f"/public/v1/{path}"}
        return self.control("POST", "requests/count", {"match": match})["count"]
