"""Many connections at a time."""
import statistics
import time

from conftest import wait_until

IDLE = 2000
LIMIT, TOO_MANY = 50, 100
ASKED = 500


def figures(server, client):
    """Seconds that the middle one of many requests takes, and processor time of the server for all."""
    times, cpu = [], server.cpu()
    for _ in range(ASKED):
        begun = time.perf_counter()
        assert client.ask("GET", "/api/v1/health")[0] == 200
        times.append(time.perf_counter() - begun)
    return statistics.median(times), server.cpu() - cpu


def test_idle_connections_cost_others_nothing(start):
    server = start()
    client = server.client()
    figures(server, client)
    alone, cpu_alone = figures(server, client)
    descriptors, memory = server.descriptors(), server.memory()
    idle = [server.raw() for _ in range(IDLE)]
    wait_until(lambda: server.descriptors() >= descriptors + IDLE)
    crowded, cpu_crowded = figures(server, client)
    assert crowded < 2 * alone + 0.001
    assert cpu_crowded < 2 * cpu_alone
    assert server.memory() - memory < IDLE * 40 * 1024
    before = server.cpu()
    time.sleep(0.5)
    assert server.cpu() - before < 0.05
    for each in idle:
        each.close()
    wait_until(lambda: server.descriptors() <= descriptors)
    client.close()


def test_one_too_many_is_told_so_and_closed(start, beside):
    server = start("--max-connections", str(LIMIT))
    descriptors = server.descriptors()
    served = [server.raw() for _ in range(LIMIT)]
    for each in served:
        each.send(server.head("GET", "/api/v1/health"))
        assert each.status() == 200
    refused = [server.raw() for _ in range(TOO_MANY)]
    for each in refused:
        each.send(server.head("POST", "/api/v1/workspaces/list", size=2) + b"{}")
        assert b" 503 " in each.read_to_end()[:13]
    for each in served[1:] + refused:
        each.close()
    wait_until(lambda: server.descriptors() <= descriptors + 1)
    beside(server)
    assert served[0].open_still()
    served[0].close()


def test_more_than_can_be_told_wait_and_are_served(start):
    """Those beyond the limit and the spare ones stay in the backlog until others have left."""
    server = start("--max-connections", str(LIMIT), "--timeout", "1")
    descriptors = server.descriptors()
    crowd = [server.raw() for _ in range(LIMIT + 400)]
    wait_until(lambda: server.descriptors() <= descriptors, 30)
    client = server.client()
    assert client.ask("GET", "/api/v1/health")[0] == 200
    client.close()
    for each in crowd:
        each.close()
