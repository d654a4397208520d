"""What Dagster makes of a workspace: its assets, a sync that succeeds, one that fails, one that runs already."""
import sys

from dagster import materialize
from dagster_airbyte import AirbyteWorkspace, build_airbyte_assets_definitions

from server import CLIENT_ID, CLIENT_SECRET, FAKER, Server

POSTGRES = "25c5221d-dce2-4163-ade9-739ef790f503"


class Scenario:
    def __init__(self, port, name, clock):
        self.server = Server(port, name)
        self.server.control("PUT", "clock", {"mode": clock})
        self.workspace_id = self.server.call("workspaces/list")["workspaces"][0]["workspaceId"]
        self.connection_id = self.make_connection()
        self.workspace = AirbyteWorkspace(
            rest_api_base_url=f"http://127.0.0.1:{port}/api/public/v1",
            configuration_api_base_url=f"http://127.0.0.1:{port}/api/v1",
            workspace_id=self.workspace_id, client_id=f"{CLIENT_ID}+{name}", client_secret=CLIENT_SECRET, poll_interval=0.05)
        self.assets = build_airbyte_assets_definitions(workspace=self.workspace)

    def make_connection(self):
        """Sample Data to Postgres, all by the public API."""
        source = self.server.ask("POST", "/api/public/v1/sources", {
            "name": "Sample", "workspaceId": self.workspace_id, "definitionId": FAKER, "configuration": {"count": 10}})
        destination = self.server.ask("POST", "/api/public/v1/destinations", {
            "name": "Store", "workspaceId": self.workspace_id, "definitionId": POSTGRES, "configuration": {
                "host": "db", "port": 5432, "database": "d", "schema": "public", "username": "u", "password": "p"}})
        return self.server.ask("POST", "/api/public/v1/connections", {
            "sourceId": source["sourceId"], "destinationId": destination["destinationId"],
            "name": "Nightly"})["connectionId"]

    def run(self):
        return materialize(self.assets, resources={"airbyte": self.workspace}, raise_on_error=False).success

    def saw(self, name, jobs, **calls):
        assert self.server.jobs(self.connection_id) == jobs, self.server.jobs(self.connection_id)
        counts = {"start": self.server.count_public("POST", "jobs"), "cancel": self.server.count_public("DELETE", "jobs/{jobId}"),
                  "connection": self.server.count("connections/get")}
        for call, number in calls.items():
            assert counts[call] == number, counts
        print(f"dagster: {name}: {counts}")


def main(port):
    day = Scenario(port, "dagster_success", "skip")
    keys = {"/".join(key.path) for assets in day.assets for key in assets.keys}
    assert len(keys) == 3, keys
    assert day.run()
    day.saw("success", ["succeeded"], start=1, cancel=0)

    day = Scenario(port, "dagster_failure", "skip")
    day.server.control("POST", "plans", {"runs": [{"attempts": [
        {"seconds": 1, "outcome": "failed", "failure": {"origin": "source", "type": "config_error", "message": "no"}}]}]})
    assert not day.run()
    day.saw("failure", ["failed"], start=1)

    day = Scenario(port, "dagster_running", "frozen")
    day.server.ask("POST", "/api/public/v1/jobs", {"connectionId": day.connection_id, "jobType": "sync"})
    assert not day.run()
    day.saw("already running", ["running"], start=1, cancel=0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
