"""apply, plan, change and destroy as the provider's resources do them: made, read, compared, replaced, deleted."""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

from server import CLIENT_ID, CLIENT_SECRET, FAKER, LOCAL_JSON


class Provider:
    """One run of terraform: it logs in once, by form."""

    def __init__(self, port, sandbox):
        self.base = f"http://127.0.0.1:{port}/api/public/v1"
        form = {"grant_type": "client_credentials", "client_id": f"{CLIENT_ID}+{sandbox}", "client_secret": CLIENT_SECRET}
        reply = json.load(urllib.request.urlopen(f"{self.base}/applications/token", urllib.parse.urlencode(form).encode()))
        assert reply["token_type"] == "Bearer", reply
        self.token = reply["access_token"]

    def ask(self, method, path, body=None):
        request = urllib.request.Request(self.base + path, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return reply.status, json.loads(reply.read() or "null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or "null")


class Resource:
    def __init__(self, provider, path, key, update, wanted):
        self.provider, self.path, self.key, self.update, self.wanted = provider, path, key, update, wanted
        self.state = None

    def expect(self, status, method, path, body=None):
        got, value = self.provider.ask(method, path, body)
        assert got == status, (method, path, got, value)
        return value

    @property
    def own(self):
        return f"{self.path}/{self.state[self.key]}"

    def create(self):
        self.state = self.expect(200, "POST", self.path, self.wanted)
        self.state = self.expect(200, "GET", self.own)

    def plan(self):
        """What would change: nothing, where what is there is what the state says."""
        there = self.expect(200, "GET", self.own)
        return {name for name in self.state if there.get(name) != self.state[name]}

    def change(self, **members):
        self.wanted = {**self.wanted, **members}
        body = self.wanted if self.update == "PUT" else members
        self.expect(200, self.update, self.own, body)
        self.state = self.expect(200, "GET", self.own)
        assert all(self.state[name] == value for name, value in members.items()), self.state

    def destroy(self, status):
        got, value = self.provider.ask("DELETE", self.own)
        assert got == status, (self.own, got, value)


def main(port):
    provider = Provider(port, "terraform")
    workspace = Resource(provider, "/workspaces", "workspaceId", "PATCH", {"name": "terraform"})
    workspace.create()
    inside = {"workspaceId": workspace.state["workspaceId"]}
    source = Resource(provider, "/sources", "sourceId", "PUT", {
        "name": "Sample", "definitionId": FAKER, "configuration": {"sourceType": "faker", "count": 10}, **inside})
    destination = Resource(provider, "/destinations", "destinationId", "PUT", {
        "name": "Files", "definitionId": LOCAL_JSON, "configuration": {"destination_path": "/out"}, **inside})
    source.create()
    destination.create()
    streams = [{"name": "users", "syncMode": "incremental_append"}, {"name": "products"}]
    connection = Resource(provider, "/connections", "connectionId", "PATCH", {
        "sourceId": source.state["sourceId"], "destinationId": destination.state["destinationId"], "name": "c",
        "schedule": {"scheduleType": "cron", "cronExpression": "0 0 12 * * ? UTC"}, "configurations": {"streams": streams}})
    connection.create()
    definition = Resource(provider, f"/workspaces/{inside['workspaceId']}/definitions/sources", "id", "PUT", {
        "name": "Own", "dockerRepository": "me/own", "dockerImageTag": "1"})
    definition.create()
    everything = [workspace, source, destination, connection, definition]
    assert [each.plan() for each in everything] == [set()] * 5
    assert [stream["name"] for stream in connection.state["configurations"]["streams"]] == ["users", "products"]
    assert connection.state["schedule"]["cronExpression"] == "0 0 12 * * ? UTC"
    source.change(name="Changed")
    connection.change(name="changed")
    definition.change(dockerImageTag="2")
    assert [each.plan() for each in everything] == [set()] * 5
    for each, status in ((connection, 204), (source, 204), (destination, 204), (definition, 200), (workspace, 204)):
        each.destroy(status)
    assert provider.ask("GET", workspace.own)[0] == 404
    print("terraform: applied, planned, changed and destroyed 5 resources")


if __name__ == "__main__":
    main(int(sys.argv[1]))
