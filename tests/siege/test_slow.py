"""Clients that read or write slowly or not at all."""
import json
import time

from conftest import wait_until
from server import new_connection

READERS = 16
LIST = 500  # connections of 31 KB: more than socket buffers hold
GATHERED = 2 << 20  # bytes of a long list that are in memory at most


def with_long_list(server):
    """The request for a list of 16 MB."""
    client = server.client()
    workspace, body = new_connection(client, streams=12, fields=30)
    for _ in range(LIST):
        client.call("connections/create", body)
    client.close()
    asked = json.dumps({"workspaceId": workspace}).encode()
    return server.head("POST", "/api/v1/connections/list", size=len(asked)) + asked


def test_readers_that_do_not_read_stop_nobody_and_are_closed(start, beside):
    server = start("--timeout", "2")
    question = with_long_list(server)
    before, descriptors = server.memory(), server.descriptors()
    readers = [server.raw(receive_buffer=4096) for _ in range(READERS)]
    for reader in readers:
        reader.send(question)
    assert [reader.status() for reader in readers] == [200] * READERS
    for _ in range(20):
        beside(server)
    assert server.memory() - before < READERS * GATHERED
    wait_until(lambda: server.descriptors() <= descriptors)
    for reader in readers:
        assert len(reader.read_to_end()) < LIST * 31000
        reader.close()


def test_a_reader_that_is_slow_gets_all_of_it(start, beside):
    """Longer than the time-out: 2 MB a second, so that the kernel has room for more all the time."""
    server = start("--timeout", "1")
    question = with_long_list(server)
    reader = server.raw(receive_buffer=1 << 18)
    reader.send(question)
    assert reader.status() == 200
    for _ in range(20):
        time.sleep(0.1)
        beside(server)
        reader.socket.recv(1 << 18)
    assert reader.read_to_end().endswith(b"]}\r\n0\r\n\r\n")
    reader.close()


def test_writers_that_stop_are_closed_and_slow_ones_stop_nobody(start, beside):
    server = start("--timeout", "1")
    descriptors = server.descriptors()
    silent = [server.raw() for _ in range(4)]
    silent[1].send(b"POST /api/v1/he")
    silent[2].send(b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-Never: en")
    silent[3].send(server.head("POST", "/api/v1/workspaces/list", size=100) + b"{")
    slow = server.raw()
    request = server.head("GET", "/api/v1/health")
    for i in range(20):
        slow.send(request[i:i + 1])
        beside(server)
        time.sleep(0.15)
    wait_until(lambda: server.descriptors() <= descriptors + 1)
    for writer in silent:
        assert writer.status() is None
        writer.close()
    slow.send(request[20:])
    assert slow.status() == 200
    slow.close()
