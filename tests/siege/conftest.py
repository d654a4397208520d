"""Servers for the tests; FAKEBYTE is the program."""
import os
import time

import pytest

from server import Server


@pytest.fixture
def start():
    """start(OPTION...): a server that ends with the test, with status 0."""
    servers = []

    def start_one(*options, **how):
        servers.append(Server(os.environ["FAKEBYTE"], "--log-level", "error", *options, **how))
        return servers[-1]

    yield start_one
    for server in servers:
        server.stop()


@pytest.fixture
def beside():
    """beside(SERVER): somebody else's request is answered, and promptly, though others are in the way."""

    def ask(server):
        client = server.client()
        begun = time.monotonic()
        assert client.ask("GET", "/api/v1/health")[0] == 200
        client.close()
        assert time.monotonic() - begun < 0.5

    return ask


def wait_until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it does not come true"
        time.sleep(0.02)
