"""A fake Airbyte for tests.

With pytest, take the fixture `airbyte`. Without it::

    with fakebyte.Server() as server:
        airbyte = server.sandbox("my test")
        airbyte.plan("orders*").fails_with("oom").then_succeeds()
        run_what_you_test(airbyte.url, airbyte.username, airbyte.password)
        airbyte.verify("/v1/connections/sync", times=2)
"""

from fakebyte._control import Control
from fakebyte.airbyte import Airbyte, Clock, ControlError
from fakebyte.binary import find_binary
from fakebyte.fault import Fault
from fakebyte.plan import Plan
from fakebyte.server import Server, StartError

__all__ = ["Airbyte", "Clock", "Control", "ControlError", "Fault", "Plan", "Server", "StartError", "find_binary"]
